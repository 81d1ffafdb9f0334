/** One component of the page as an input of a function: what /config tells of it, and what it fills. */
export interface UiInput {
  type: string;
  label: string | null;
  elemId: string | null;
  /** null: /config has no `value` for it. */
  value: unknown;
  /** The argument of the generation it is (argument-reader.ts); without one the simulator makes nothing of it. */
  field?: string;
  /** More of its properties, as `choices`. */
  props?: Record<string, unknown>;
}

/** A row of the tables: type, label, elem_id with `@` for the tab, value, field, more properties. */
export type InputRow = readonly [
  type: string,
  label: string | null,
  elemId: string | null,
  value: unknown,
  field?: string,
  props?: Record<string, unknown>,
];

export function toInputs(rows: readonly InputRow[], tab: 'txt2img' | 'img2img'): UiInput[] {
  return rows.map(([type, label, elemId, value, field, props]) => ({
    type,
    label,
    elemId: elemId?.replace('@', tab) ?? null,
    value,
    ...(field === undefined ? {} : { field }),
    ...(props === undefined ? {} : { props }),
  }));
}

export function bounds(minimum: number, maximum: number, step: number): Record<string, unknown> {
  return { minimum, maximum, step };
}
