// Reads values as the servers' own validation (pydantic) does: "20" and 20.0 are integers, "true" is a boolean.
// Which field is of which type is told by the DTO's validators, so that there is one schema.
import { getMetadataStorage } from 'class-validator';
import type { JsonObject } from '../../common/json.js';

export type ValueType = 'int' | 'float' | 'bool' | 'text' | 'texts' | 'other';

const TYPES: Record<string, ValueType> = { isInt: 'int', isNumber: 'float', isBoolean: 'bool' };
const TRUE = new Set(['true', '1', 'on', 'yes', 't', 'y']);
const FALSE = new Set(['false', '0', 'off', 'no', 'f', 'n']);

/** The type of every property of a DTO class. */
export function fieldTypes(dto: new () => object): Map<string, ValueType> {
  const types = new Map<string, ValueType>();
  for (const rule of getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false)) {
    const type = rule.name === 'isString' ? (rule.each ? 'texts' : 'text') : TYPES[rule.name ?? ''];
    if (type) types.set(rule.propertyName, type);
    else if (!types.has(rule.propertyName)) types.set(rule.propertyName, 'other');
  }
  return types;
}

export interface CoerceOptions {
  /** A1111 (pydantic 1) cuts 20.5 to 20 where Forge (pydantic 2) refuses it. */
  truncateFractions: boolean;
}

/** A value as its type wants it; unchanged when it does not fit, so that validation can say why. */
export function coerceValue(value: unknown, type: ValueType, options: CoerceOptions): unknown {
  if (type === 'int') return coerceInt(value, options);
  if (type === 'float') return coerceNumber(value);
  if (type === 'bool') return coerceBool(value);
  if (type === 'texts') return typeof value === 'string' ? [value] : value;
  return value;
}

/** The known fields coerced; absent where they are null, or empty where a number or a switch belongs. */
export function coerceFields(
  raw: JsonObject,
  types: Map<string, ValueType>,
  options: CoerceOptions,
): JsonObject {
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(raw)) {
    const type = types.get(key) ?? 'other';
    if (isAbsent(value, type)) continue;
    result[key] = coerceValue(value, type, options);
  }
  return result;
}

function isAbsent(value: unknown, type: ValueType): boolean {
  if (value === null || value === undefined) return true;
  const isNumeric = type === 'int' || type === 'float' || type === 'bool';
  return isNumeric && typeof value === 'string' && value.trim() === '';
}

function coerceNumber(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,3})?$/i.test(value.trim()))
    return value;
  return Number(value);
}

function coerceInt(value: unknown, options: CoerceOptions): unknown {
  const number = coerceNumber(value);
  return options.truncateFractions && typeof number === 'number' && Number.isFinite(number)
    ? Math.trunc(number)
    : number;
}

function coerceBool(value: unknown): unknown {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).toLowerCase() : '';
  if (TRUE.has(text)) return true;
  return FALSE.has(text) ? false : value;
}
