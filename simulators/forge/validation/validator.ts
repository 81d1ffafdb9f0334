import type { JsonProblem } from './json-problem.js';

/**
 * What a request field may hold. The two servers use different generations of pydantic, which
 * convert values and word their complaints differently: pydantic-1.ts and pydantic-2.ts.
 */
export type FieldType = 'str' | 'int' | 'float' | 'bool' | 'strList' | 'list' | 'dict';

export interface Field {
  name: string;
  type: FieldType;
  default: unknown;
  /** false: an explicit null is refused. */
  nullable: boolean;
  /** Its absence is an error. */
  required?: boolean;
}

export type Location = (string | number)[];

/** Either the value as the server goes on with it, or the entries of the 422 `detail` list. */
export type Checked = { value: unknown } | { errors: unknown[] };

export interface Validator {
  check(type: FieldType, value: unknown, at: Location): Checked;
  /** @param input what it is missing in; null for an empty body, a query or a form */
  missing(at: Location, input?: unknown): unknown;
  notNull(type: FieldType, at: Location): unknown;
  /** The whole body is not an object where a model is expected. */
  notAModel(body: unknown): unknown;
  /** The whole body is not an object where a plain dictionary is expected. */
  notADict(body: unknown): unknown;
  brokenJson(problem: JsonProblem, text: string): unknown;
}

export type Parsed = { value: Record<string, unknown> } | { errors: unknown[] };

/** Fills defaults, converts, and drops what the schema does not know (as both servers do). */
export function parseFields(
  validator: Validator,
  fields: readonly Field[],
  body: Record<string, unknown>,
): Parsed {
  const value: Record<string, unknown> = {};
  const errors: unknown[] = [];
  for (const field of fields) {
    const given = body[field.name];
    if (given === undefined && field.required) errors.push(validator.missing(['body', field.name], body));
    else if (given === undefined) value[field.name] = field.default;
    else if (given === null && field.nullable) value[field.name] = null;
    else if (given === null) errors.push(validator.notNull(field.type, ['body', field.name]));
    else {
      const checked = validator.check(field.type, given, ['body', field.name]);
      if ('errors' in checked) errors.push(...checked.errors);
      else value[field.name] = checked.value;
    }
  }
  return errors.length > 0 ? { errors } : { value };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
