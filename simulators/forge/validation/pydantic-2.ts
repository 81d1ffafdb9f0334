import type { Checked, FieldType, Location, Validator } from './validator.js';
import { isObject } from './validator.js';

/** pydantic 2.10 (Forge): strict about text and fractions, each complaint with a documentation link. */
const messages: Record<string, string> = {
  string_type: 'Input should be a valid string',
  int_parsing: 'Input should be a valid integer, unable to parse string as an integer',
  int_from_float: 'Input should be a valid integer, got a number with a fractional part',
  int_type: 'Input should be a valid integer',
  float_parsing: 'Input should be a valid number, unable to parse string as a number',
  float_type: 'Input should be a valid number',
  bool_parsing: 'Input should be a valid boolean, unable to interpret input',
  bool_type: 'Input should be a valid boolean',
  list_type: 'Input should be a valid list',
  dict_type: 'Input should be a valid dictionary',
  missing: 'Field required',
  model_attributes_type: 'Input should be a valid dictionary or object to extract fields from',
};

function problem(type: string, at: Location, input: unknown): unknown {
  return { type, loc: at, msg: messages[type], input, url: `https://errors.pydantic.dev/2.10/v/${type}` };
}

export const pydantic2: Validator = {
  check,
  missing: (at, input = null) => problem('missing', at, input),
  notNull: (type, at) => problem(typeCode(type), at, null),
  notAModel: (body) => problem('model_attributes_type', ['body'], body),
  notADict: (body) => problem('dict_type', ['body'], body),
  brokenJson: ({ message, position }) => ({
    type: 'json_invalid',
    loc: ['body', position],
    msg: 'JSON decode error',
    input: {},
    ctx: { error: message },
  }),
};

function typeCode(type: FieldType): string {
  if (type === 'strList') return 'list_type';
  return type === 'str' ? 'string_type' : `${type}_type`;
}

function check(type: FieldType, value: unknown, at: Location): Checked {
  if (type === 'int') return checkInt(value, at);
  if (type === 'float') return checkFloat(value, at);
  if (type === 'bool') return checkBool(value, at);
  if (type === 'strList') return checkStrings(value, at);
  const fits =
    type === 'str' ? typeof value === 'string' : type === 'list' ? Array.isArray(value) : isObject(value);
  return fits ? { value } : { errors: [problem(typeCode(type), at, value)] };
}

function checkInt(value: unknown, at: Location): Checked {
  if (typeof value === 'boolean') return { value: Number(value) };
  if (typeof value === 'number') {
    return Number.isInteger(value) ? { value } : { errors: [problem('int_from_float', at, value)] };
  }
  if (typeof value !== 'string') return { errors: [problem('int_type', at, value)] };
  return /^\s*[+-]?\d+(\.0+)?\s*$/.test(value)
    ? { value: Number(value) }
    : { errors: [problem('int_parsing', at, value)] };
}

function checkFloat(value: unknown, at: Location): Checked {
  if (typeof value === 'number') return { value };
  if (typeof value === 'boolean') return { value: Number(value) };
  if (typeof value !== 'string') return { errors: [problem('float_type', at, value)] };
  const number = value.trim() === '' ? Number.NaN : Number(value);
  return Number.isNaN(number) ? { errors: [problem('float_parsing', at, value)] } : { value: number };
}

function checkBool(value: unknown, at: Location): Checked {
  if (typeof value === 'boolean') return { value };
  if (value === 0 || value === 1) return { value: value === 1 };
  if (typeof value === 'string' && /^(true|t|yes|y|on|1)$/i.test(value)) return { value: true };
  if (typeof value === 'string' && /^(false|f|no|n|off|0)$/i.test(value)) return { value: false };
  const code = typeof value === 'string' || typeof value === 'number' ? 'bool_parsing' : 'bool_type';
  return { errors: [problem(code, at, value)] };
}

function checkStrings(value: unknown, at: Location): Checked {
  if (!Array.isArray(value)) return { errors: [problem('list_type', at, value)] };
  const errors = value.flatMap((item: unknown, index) =>
    typeof item === 'string' ? [] : [problem('string_type', [...at, index], item)],
  );
  return errors.length > 0 ? { errors } : { value };
}
