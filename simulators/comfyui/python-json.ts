import { writeJson } from '../common/python-text.js';

/**
 * JSON as Python's json module reads and writes it. What JSON.parse would lose is kept: integers
 * beyond 2^53 (seeds go to 2^64), the order of keys that look like numbers (node ids), NaN.
 */
export type Json = null | boolean | number | bigint | string | Json[] | Dict;
export type Dict = Map<string, Json>;

/** Inputs that are FLOAT in every node that has them. */
const floatKeys = new Set([
  'cfg',
  'denoise',
  'strength_model',
  'strength_clip',
  'scale_by',
  'guidance',
  'max_shift',
  'base_shift',
  'strength',
  'start_percent',
  'end_percent',
  'fps',
]);

export function dumpsJson(value: unknown): string {
  return writeJson(value, { spaced: true, ascii: true, floatKeys, nonFinite: 'as is' });
}

export function isDict(value: unknown): value is Dict {
  return value instanceof Map;
}

const tokens =
  /\s*("(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\.)*"|-?Infinity|NaN|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null|[[\]{},:])/uy;

/** @throws SyntaxError */
export function parseJson(text: string): Json {
  const reader = new TokenReader(text);
  const value = readValue(reader);
  reader.expectEnd();
  return value;
}

class TokenReader {
  private at = 0;
  private ahead: string | null = null;

  constructor(private readonly text: string) {}

  peek(): string {
    this.ahead ??= this.read();
    return this.ahead;
  }

  next(): string {
    const token = this.peek();
    this.ahead = null;
    return token;
  }

  expect(token: string): void {
    if (this.next() !== token) throw new SyntaxError(`expected ${token} before ${this.at}`);
  }

  expectEnd(): void {
    if (this.ahead !== null || this.text.slice(this.at).trim() !== '') throw new SyntaxError('extra data');
  }

  private read(): string {
    tokens.lastIndex = this.at;
    const token = tokens.exec(this.text)?.[1];
    if (token === undefined) throw new SyntaxError(`no value at ${this.at}`);
    this.at = tokens.lastIndex;
    return token;
  }
}

function readValue(reader: TokenReader): Json {
  const token = reader.next();
  if (token === '{') return readDict(reader);
  if (token === '[') return readList(reader);
  if (token.startsWith('"')) return JSON.parse(token) as string;
  if (/^-?\d/.test(token)) return readNumber(token);
  if (token in constants) return constants[token as keyof typeof constants];
  throw new SyntaxError(`unexpected ${token}`);
}

const constants = {
  true: true,
  false: false,
  null: null,
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

function readNumber(token: string): number | bigint {
  const number = Number(token);
  return /^-?\d+$/.test(token) && !Number.isSafeInteger(number) ? BigInt(token) : number;
}

function readDict(reader: TokenReader): Dict {
  const dict: Dict = new Map();
  if (reader.peek() === '}') reader.next();
  else
    do {
      const key = reader.next();
      if (!key.startsWith('"')) throw new SyntaxError('a key must be a text');
      reader.expect(':');
      dict.set(JSON.parse(key) as string, readValue(reader));
    } while (goesOn(reader, '}'));
  return dict;
}

function readList(reader: TokenReader): Json[] {
  const list: Json[] = [];
  if (reader.peek() === ']') reader.next();
  else
    do list.push(readValue(reader));
    while (goesOn(reader, ']'));
  return list;
}

function goesOn(reader: TokenReader, closing: string): boolean {
  const token = reader.next();
  if (token !== ',' && token !== closing) throw new SyntaxError(`expected , or ${closing}`);
  return token === ',';
}

/** A copy of its own, as `copy.deepcopy`. */
export function copyJson(value: Json): Json {
  if (Array.isArray(value)) return value.map(copyJson);
  return isDict(value) ? copyDict(value) : value;
}

export function copyDict(dict: Dict): Dict {
  return new Map([...dict].map(([key, member]) => [key, copyJson(member)]));
}

/** The same in values that JSON.stringify can write; integers that JavaScript cannot tell become texts. */
export function plainJson(value: Json): unknown {
  if (Array.isArray(value)) return value.map(plainJson);
  if (isDict(value)) return Object.fromEntries([...value].map(([key, member]) => [key, plainJson(member)]));
  return typeof value === 'bigint' ? value.toString() : value;
}
