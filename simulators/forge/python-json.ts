/**
 * Writes JSON the way Python does. Two differences to JSON.stringify matter to clients that compare
 * texts: floats keep their ".0", and `json.dumps` (used for `info`) puts spaces after separators and
 * escapes everything outside ASCII.
 */

/** Keys whose numbers are floats in the imitated servers although JavaScript sees whole numbers. */
const floatKeys = new Set([
  'cfg_scale',
  'distilled_cfg_scale',
  'hr_cfg',
  'hr_distilled_cfg',
  'hr_scale',
  'denoising_strength',
  'progress',
  'eta_relative',
  'default_rho',
  'scale',
  'eta',
  'refiner_switch_at',
  'image_cfg_scale',
  'Denoising strength',
  'Hires CFG Scale',
  'Hires upscale',
  'Eta',
  'Refiner switch at',
  'free',
  'total',
]);

/** A number as Python's `str(float)` prints it. */
export function pythonFloat(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

export function isFloatKey(key: string): boolean {
  return floatKeys.has(key);
}

/** Compact, as the web framework writes response bodies. */
export function compactJson(value: unknown): string {
  return write(value, '', ',', ':', false);
}

/** As `json.dumps` writes it: spaced and pure ASCII. */
export function dumpsJson(value: unknown): string {
  return write(value, '', ', ', ': ', true);
}

function write(value: unknown, key: string, comma: string, colon: string, ascii: boolean): string {
  if (typeof value === 'number') return writeNumber(value, key);
  if (typeof value === 'string') return writeString(value, ascii);
  if (value === null || value === undefined || typeof value !== 'object')
    return JSON.stringify(value ?? null);
  if (Array.isArray(value)) {
    return `[${value.map((item: unknown) => write(item, '', comma, colon, ascii)).join(comma)}]`;
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => writeString(name, ascii) + colon + write(member, name, comma, colon, ascii));
  return `{${members.join(comma)}}`;
}

function writeNumber(value: number, key: string): string {
  if (!Number.isFinite(value)) return 'null';
  if (Number.isInteger(value)) return isFloatKey(key) ? `${value}.0` : BigInt(value).toString();
  return String(value);
}

function writeString(value: string, ascii: boolean): string {
  const quoted = JSON.stringify(value);
  if (!ascii) return quoted;
  return quoted.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
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
