import { pythonRepr } from '../../common/python-text.js';
import { isDict } from '../python-json.js';
import type { Json } from '../python-json.js';
import { pythonStr } from '../python-str.js';

export type Converted = { value: Json } | { failure: string };

/** What `int()`, `float()`, `str()` and `bool()` make of a literal; other types stay as they are. */
export function convert(value: Json, type: string): Converted {
  switch (type) {
    case 'INT':
      return toInt(value);
    case 'FLOAT':
      return toFloat(value);
    case 'STRING':
      return { value: pythonStr(value) };
    case 'BOOLEAN':
      return { value: isTrue(value) };
    default:
      return { value };
  }
}

function toInt(value: Json): Converted {
  if (typeof value === 'boolean') return { value: value ? 1 : 0 };
  if (typeof value === 'bigint') return { value };
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return { failure: 'cannot convert float NaN to integer' };
    if (!Number.isFinite(value)) return { failure: 'cannot convert float infinity to integer' };
    return { value: Math.trunc(value) };
  }
  if (typeof value !== 'string')
    return {
      failure: `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
    };
  if (!/^\s*[-+]?\d+(_\d+)*\s*$/.test(value))
    return { failure: `invalid literal for int() with base 10: ${pythonRepr(value)}` };
  const big = BigInt(value.trim().replaceAll('_', '').replace(/^\+/, ''));
  return { value: Number.isSafeInteger(Number(big)) ? Number(big) : big };
}

function toFloat(value: Json): Converted {
  if (typeof value === 'boolean') return { value: value ? 1 : 0 };
  if (typeof value === 'number') return { value };
  if (typeof value === 'bigint') return { value: Number(value) };
  if (typeof value !== 'string')
    return { failure: `float() argument must be a string or a real number, not '${typeName(value)}'` };
  const number = Number(value);
  return value.trim() === '' || Number.isNaN(number)
    ? { failure: `could not convert string to float: ${pythonRepr(value)}` }
    : { value: number };
}

/** `bool("false")` is true. */
function isTrue(value: Json): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isDict(value) ? value.size > 0 : Boolean(value);
}

function typeName(value: Json): string {
  if (value === null) return 'NoneType';
  return Array.isArray(value) ? 'list' : 'dict';
}
