import type { ServerResponse } from 'node:http';
import { dumpsJson } from '../python-json.js';

/** What a handler gives back. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

export function jsonAnswer(value: unknown, status = 200): Answer {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers, body: dumpsJson(value) };
}

export function textAnswer(body: string, status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}

/** A status and nothing else, which is how most refusals look, and most successes too. */
export function emptyAnswer(status = 200): Answer {
  return { status, headers: { 'content-type': 'application/octet-stream' }, body: '' };
}

export function serverError(): Answer {
  return textAnswer('500 Internal Server Error\n\nServer got itself in trouble', 500);
}

export function send(response: ServerResponse, answer: Answer, method: string): void {
  if (response.destroyed || response.headersSent) return;
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, {
    server: 'Python/3.11 aiohttp/3.13.2',
    'content-length': String(body.length),
    ...answer.headers,
  });
  response.end(method === 'HEAD' ? undefined : body);
}
