// Errors as A1111 and Forge answer them, which their clients parse. Pure; the filter sends what is made here.
import { HttpException } from '@nestjs/common';
import { DomainError, type FieldProblem } from '../../common/errors.js';
import { isJsonObject, type JsonObject } from '../../common/json.js';

export interface DoorProblem {
  status: number;
  body: JsonObject;
  headers: Record<string, string>;
}

/** A failed generation or side question in A1111's own words. */
export class ServerWordsError extends Error {
  constructor(
    readonly status: number,
    /** A class name, as the servers tell it: `OutOfMemoryError`. */
    readonly error: string,
    message: string,
    readonly detail = '',
  ) {
    super(message);
  }
}

/** An answer of a server, handed on as it is. */
export class ServerAnswerError extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`The server answered with status ${status}`);
  }
}

/** For a queue that is full or a server that is starting or stopping. */
const RETRY_AFTER_SECONDS = 10;
/** Where the documents of ours say otherwise than A1111's clients expect. */
const LOGIN_CODES = new Set(['authentication_required', 'invalid_api_key']);

export function doorProblem(error: unknown): DoorProblem {
  if (error instanceof ServerWordsError) return plain(error.status, errorBody(error));
  if (error instanceof ServerAnswerError)
    return plain(error.status, isJsonObject(error.body) ? error.body : { detail: error.message });
  if (error instanceof DomainError) return domainProblem(error);
  if (error instanceof HttpException) return httpProblem(error);
  if (isClientError(error))
    return plain(error.status === 400 ? 422 : error.status, { detail: error.message });
  return plain(
    500,
    errorBody(new ServerWordsError(500, 'InternalServerError', 'StableQueue itself failed.')),
  );
}

/** `errors` is where A1111 says it, `message` where Forge does. */
export function errorBody(error: ServerWordsError): JsonObject {
  const { message, detail } = error;
  return { error: error.error, detail, body: '', errors: message, message };
}

function domainProblem(error: DomainError): DoorProblem {
  const { status } = error;
  if (status === 401) return loginProblem(error);
  if (status === 400) return plain(422, { detail: fieldDetails(error) ?? error.message });
  if (status === 404)
    return plain(404, { detail: error.code === 'server_not_found' ? error.message : 'Not Found' });
  if (status === 429 || status === 503) {
    const seconds = error.retryAfterSeconds ?? RETRY_AFTER_SECONDS;
    const headers = { 'Retry-After': String(Math.max(1, Math.ceil(seconds))) };
    return { ...plain(status, { detail: error.message }), headers };
  }
  if (status >= 500)
    return plain(status, errorBody(new ServerWordsError(status, className(error.code), error.message)));
  return plain(status, { detail: error.message });
}

function loginProblem(error: DomainError): DoorProblem {
  const detail = LOGIN_CODES.has(error.code) ? 'Incorrect username or password' : error.message;
  return { status: 401, body: { detail }, headers: { 'WWW-Authenticate': 'Basic' } };
}

/** As FastAPI tells bad fields. */
function fieldDetails(error: DomainError): JsonObject[] | undefined {
  const fields = isJsonObject(error.details) ? error.details['fields'] : undefined;
  if (!Array.isArray(fields)) return undefined;
  return (fields as FieldProblem[]).map(({ path, message }) => ({
    loc: ['body', ...locationOf(path)],
    msg: message,
    type: 'value_error',
  }));
}

const OUR_NAMES = new Map([
  ['webhook.url', 'webhookUrl'],
  ['webhook.secret', 'webhookKey'],
]);

function locationOf(path: string): string[] {
  return (OUR_NAMES.get(path) ?? path.replace(/^generation_params\./, '')).split('.');
}

/** Nest's own: no such route, a body that is no JSON or too large. */
function httpProblem(error: HttpException): DoorProblem {
  const status = error.getStatus();
  if (status === 404) return plain(404, { detail: 'Not Found' });
  if (status === 405) return plain(405, { detail: 'Method Not Allowed' });
  if (status !== 400) return plain(status, { detail: error.message });
  return plain(422, { detail: [{ loc: ['body'], msg: error.message, type: 'value_error.jsondecode' }] });
}

function isClientError(error: unknown): error is Error & { status: number } {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status >= 400 &&
    error.status < 500
  );
}

/** `queue_full` → `QueueFull`. */
export function className(code: string): string {
  return code
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function plain(status: number, body: JsonObject): DoorProblem {
  return { status, body, headers: {} };
}
