import type { IncomingMessage } from 'node:http';
import type { Dialect } from './dialects/dialect.js';
import { SchemaError } from './python-errors.js';
import { findJsonProblem } from './validation/json-problem.js';
import { isObject, parseFields } from './validation/validator.js';
import type { Field } from './validation/validator.js';

const mostBytes = 64 * 1024 * 1024;

/** Reads a request body of up to 64 MB; more, or a client that leaves meanwhile, is an error. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > mostBytes) throw new Error('request body over 64 MB');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/**
 * The JSON in a body as the web framework sees it: text without a JSON content type stays text.
 * @throws SchemaError for an empty body or broken JSON.
 */
export function parseBody(dialect: Dialect, text: string, contentType: string | undefined): unknown {
  if (text === '') throw new SchemaError([dialect.validator.missing(['body'])]);
  if (contentType !== undefined && !/^application\/(.+\+)?json\b/i.test(contentType)) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw new SchemaError([dialect.validator.brokenJson(findJsonProblem(text), text)]);
  }
}

/** The fields of a model body with defaults filled in. @throws SchemaError */
export function parseModel(
  dialect: Dialect,
  fields: readonly Field[],
  body: unknown,
): Record<string, unknown> {
  if (!isObject(body)) throw new SchemaError([dialect.validator.notAModel(body)]);
  const parsed = parseFields(dialect.validator, fields, body);
  if ('errors' in parsed) throw new SchemaError(parsed.errors);
  return parsed.value;
}

/** A plain dictionary body. @throws SchemaError */
export function parseDict(dialect: Dialect, body: unknown): Record<string, unknown> {
  if (!isObject(body)) throw new SchemaError([dialect.validator.notADict(body)]);
  return body;
}
