import type { ServerResponse } from 'node:http';
import type { Dialect } from './dialects/dialect.js';
import { compactJson } from './python-json.js';
import { HttpException, PythonError, SchemaError } from './python-errors.js';

/** What a handler gives back; the router writes it. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer | string;
}

export function jsonAnswer(value: unknown, status = 200, headers: Answer['headers'] = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: compactJson(value) };
}

export function textAnswer(body: string | Buffer, contentType: string, status = 200): Answer {
  return { status, headers: { 'content-type': contentType }, body };
}

/** Any failure in the dialect's shape. */
export function errorAnswer(dialect: Dialect, error: unknown): Answer {
  if (error instanceof SchemaError) return jsonAnswer({ detail: error.detail }, 422);
  if (error instanceof HttpException) {
    const headers = dialect.httpExceptionHeaders(error.headers);
    return jsonAnswer(dialect.httpExceptionBody(error.detail, error.text), error.status, headers);
  }
  if (error instanceof PythonError) return jsonAnswer(dialect.errorBody(error), 500);
  const message = error instanceof Error ? error.message : String(error);
  return jsonAnswer(dialect.errorBody(new PythonError('SimulatorError', message)), 500);
}

export function send(response: ServerResponse, dialect: Dialect, answer: Answer, method: string): void {
  if (response.destroyed || response.headersSent) return;
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, {
    server: 'uvicorn',
    ...dialect.extraHeaders,
    'content-length': String(body.length),
    ...answer.headers,
  });
  response.end(method === 'HEAD' ? undefined : body);
}
