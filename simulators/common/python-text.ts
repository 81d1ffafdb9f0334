/**
 * How Python writes values. Two differences to JSON.stringify matter to clients that compare texts:
 * floats keep their ".0", and `json.dumps` puts spaces after separators and escapes everything
 * outside ASCII.
 */
export interface JsonStyle {
  /** `json.dumps` by default; false: compact, as FastAPI writes bodies. */
  spaced: boolean;
  /** Escapes everything outside ASCII. */
  ascii: boolean;
  /** Keys whose numbers are floats in the imitated server although JavaScript sees whole numbers. */
  floatKeys: ReadonlySet<string>;
  /** What becomes of NaN and infinities: Python's own writer lets them through. */
  nonFinite: 'null' | 'as is';
}

/** Objects keep the order of their keys; where that of JavaScript would not do, a Map is written as one. */
export function writeJson(value: unknown, style: JsonStyle): string {
  return write(value, '', style);
}

function write(value: unknown, key: string, style: JsonStyle): string {
  if (typeof value === 'number') return writeNumber(value, key, style);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string') return writeString(value, style.ascii);
  if (value === null || value === undefined || typeof value !== 'object')
    return JSON.stringify(value ?? null);
  const comma = style.spaced ? ', ' : ',';
  if (Array.isArray(value)) return `[${value.map((item: unknown) => write(item, '', style)).join(comma)}]`;
  const entries: [string, unknown][] =
    value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value);
  const members = entries
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => {
      const quoted = writeString(name, style.ascii);
      return `${quoted}${style.spaced ? ': ' : ':'}${write(member, name, style)}`;
    });
  return `{${members.join(comma)}}`;
}

function writeNumber(value: number, key: string, { nonFinite, floatKeys }: JsonStyle): string {
  if (!Number.isFinite(value)) return nonFinite === 'null' ? 'null' : String(value);
  if (Number.isInteger(value)) return floatKeys.has(key) ? `${value}.0` : BigInt(value).toString();
  return String(value);
}

function writeString(value: string, ascii: boolean): string {
  const quoted = JSON.stringify(value);
  if (!ascii) return quoted;
  return quoted.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A number as Python's `str(float)` prints it. */
export function pythonFloat(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** `repr()` of a string: single quotes unless the text has one and no double quote. */
export function pythonRepr(text: string): string {
  const escaped = text
    .replace(/\\/g, '\\\\')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t');
  if (text.includes("'") && !text.includes('"')) return `"${escaped}"`;
  return `'${escaped.replace(/'/g, "\\'")}'`;
}
