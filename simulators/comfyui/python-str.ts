import { pythonRepr } from '../common/python-text.js';
import { isDict } from './python-json.js';
import type { Json } from './python-json.js';

/** As Python's `str()` shows a value. */
export function pythonStr(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(pythonReprOf).join(', ')}]`;
  if (isDict(value))
    return `{${[...value].map(([key, one]) => `${pythonRepr(key)}: ${pythonReprOf(one)}`).join(', ')}}`;
  return String(value);
}

/** As `repr()` shows it: texts in quotes. */
export function pythonReprOf(value: Json | undefined): string {
  return typeof value === 'string' ? pythonRepr(value) : pythonStr(value);
}
