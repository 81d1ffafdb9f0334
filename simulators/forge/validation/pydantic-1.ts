import type { Checked, FieldType, Location, Validator } from './validator.js';
import { isObject } from './validator.js';

/** pydantic 1 (A1111): converts generously (2.5 steps become 2, a number becomes text). */
function problem(at: Location, msg: string, type: string): unknown {
  return { loc: at, msg, type };
}

const complaints: Record<FieldType, [string, string]> = {
  str: ['str type expected', 'type_error.str'],
  int: ['value is not a valid integer', 'type_error.integer'],
  float: ['value is not a valid float', 'type_error.float'],
  bool: ['value could not be parsed to a boolean', 'type_error.bool'],
  strList: ['value is not a valid list', 'type_error.list'],
  list: ['value is not a valid list', 'type_error.list'],
  dict: ['value is not a valid dict', 'type_error.dict'],
};

export const pydantic1: Validator = {
  check,
  missing: (at) => problem(at, 'field required', 'value_error.missing'),
  notNull: (_type, at) => problem(at, 'none is not an allowed value', 'type_error.none.not_allowed'),
  notAModel: () => problem(['body'], 'value is not a valid dict', 'type_error.dict'),
  notADict: () => problem(['body'], 'value is not a valid dict', 'type_error.dict'),
  brokenJson: ({ message, position }, text) => {
    const before = text.slice(0, position).split('\n');
    const [lineno, colno] = [before.length, (before.at(-1)?.length ?? 0) + 1];
    return {
      ...(problem(
        ['body', position],
        `${message}: line ${lineno} column ${colno} (char ${position})`,
        'value_error.jsondecode',
      ) as object),
      ctx: { msg: message, doc: text, pos: position, lineno, colno },
    };
  },
};

function check(type: FieldType, value: unknown, at: Location): Checked {
  if (type === 'strList') return checkStrings(value, at);
  const converted = convert(type, value);
  return converted === undefined ? { errors: [problem(at, ...complaints[type])] } : { value: converted };
}

/** undefined when the value cannot be converted. */
function convert(type: FieldType, value: unknown): unknown {
  switch (type) {
    case 'str':
      return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
    case 'int':
      return toInt(value);
    case 'float':
      return toFloat(value);
    case 'bool':
      return toBool(value);
    case 'dict':
      return isObject(value) ? value : undefined;
    case 'list':
    case 'strList':
      return Array.isArray(value) ? value : undefined;
  }
}

function toInt(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : undefined;
}

function toFloat(value: unknown): number | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string' || value.trim() === '' || Number.isNaN(Number(value))) return undefined;
  return Number(value);
}

function toBool(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = String(value).toLowerCase();
  if (['1', 'true', 't', 'yes', 'y', 'on'].includes(text)) return true;
  return ['0', 'false', 'f', 'no', 'n', 'off'].includes(text) ? false : undefined;
}

function checkStrings(value: unknown, at: Location): Checked {
  if (!Array.isArray(value)) return { errors: [problem(at, ...complaints.list)] };
  const errors: unknown[] = [];
  const texts = value.map((item: unknown, index) => {
    const text = convert('str', item);
    if (text === undefined) errors.push(problem([...at, index], ...complaints.str));
    return text;
  });
  return errors.length > 0 ? { errors } : { value: texts };
}
