// From a published parameter schema to the fields of a form. Pure.

interface PropertySchema {
  type?: string;
  description?: string;
  enum?: readonly unknown[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  default?: unknown;
  items?: PropertySchema;
}

export interface ObjectSchema {
  properties?: Record<string, PropertySchema>;
  required?: readonly string[];
}

export type SchemaField = {
  name: string;
  label: string;
  description: string | undefined;
  required: boolean;
} & (
  | { kind: 'number'; min: number | undefined; max: number | undefined }
  | { kind: 'switch' }
  | { kind: 'choice'; options: string[] }
  | { kind: 'words' }
  | { kind: 'text'; long: boolean }
  | { kind: 'json' }
);

/** In the schema's own order, what must be given first. */
export function fieldsOf(schema: ObjectSchema, without: ReadonlySet<string> = new Set()): SchemaField[] {
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {})
    .filter(([name]) => !without.has(name))
    .map(([name, property]): SchemaField => ({
      name,
      label: labelOf(name),
      description: property.description,
      required: required.has(name),
      ...kindOf(name, property),
    }));
  return [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)];
}

type Kind = SchemaField extends infer F
  ? F extends SchemaField
    ? Omit<F, 'name' | 'label' | 'description' | 'required'>
    : never
  : never;

function kindOf(name: string, property: PropertySchema): Kind {
  if (property.enum) return { kind: 'choice', options: property.enum.map(String) };
  if (property.type === 'number' || property.type === 'integer')
    return { kind: 'number', min: property.minimum, max: property.maximum };
  if (property.type === 'boolean') return { kind: 'switch' };
  if (property.type === 'array' && property.items?.type === 'string') return { kind: 'words' };
  if (property.type === 'string') return { kind: 'text', long: isLong(name, property) };
  return { kind: 'json' };
}

function isLong(name: string, { maxLength }: PropertySchema): boolean {
  return /prompt|text|comment/.test(name) || (maxLength ?? 0) > 1_000;
}

/** `hr_second_pass_steps` → `Hr second pass steps`. */
export function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
