// Sets one parameter by its dotted path (`alwayson_scripts.ADetailer.args.0`). Pure; leaves the original alone.
import { isJsonObject, type JsonObject } from '../common/json.js';

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const PATH = /^[^.\0]{1,100}(?:\.[^.\0]{1,100}){0,9}$/;

export function isParamPath(path: unknown): path is string {
  return typeof path === 'string' && PATH.test(path) && !path.split('.').some((key) => FORBIDDEN.has(key));
}

/** What stands there; undefined where the way ends before. */
export function paramAt(params: JsonObject, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (isJsonObject(value) || Array.isArray(value) ? (value as JsonObject)[key] : undefined),
      params,
    );
}

/** Makes what is missing on the way; a number selects from a list, else it is a key like any other. */
export function withParam(params: JsonObject, path: string, value: unknown): JsonObject {
  const [key, ...rest] = path.split('.');
  return { ...params, [key!]: rest.length ? within(params[key!], rest, value) : value };
}

function within(value: unknown, path: string[], wanted: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return wanted;
  if (Array.isArray(value) && /^\d{1,4}$/.test(key)) {
    const copy: unknown[] = [...(value as unknown[])];
    copy[Number(key)] = within(copy[Number(key)], rest, wanted);
    return Array.from(copy, (item) => item ?? null);
  }
  const object = isJsonObject(value) ? value : {};
  return { ...object, [key]: within(object[key], rest, wanted) };
}
