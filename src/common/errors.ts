// The errors that reach a client: small classes with a stable code, an HTTP status and a log level.
// `problem.filter.ts` turns them into responses; codes are documented in docs/api/errors.md.

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where in the request something is wrong, and what to change. `path` is dotted (`generation_params.steps`). */
export interface FieldProblem {
  path: string;
  message: string;
}

/** An expected refusal. `message` tells the client what to change; `code` never changes once released. */
export class DomainError extends Error {
  /** When it makes sense to try again; told as `Retry-After`. */
  readonly retryAfterSeconds?: number;

  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly details?: unknown,
    readonly logLevel: LogLevel = 'info',
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** 400: the request itself is wrong; `fields` names each bad field. */
export class InvalidRequestError extends DomainError {
  constructor(message: string, fields: FieldProblem[] = [], code = 'invalid_field_value') {
    super(code, 400, message, fields.length ? { fields } : undefined);
  }
}

/** 404: no such thing. `kind` is the word of the glossary: job, server, image. */
export class NotFoundError extends DomainError {
  constructor(kind: string, id: string) {
    super(`${kind}_not_found`, 404, `There is no ${kind} "${id}".`);
  }
}

/** 409: the thing exists but its present state forbids this. */
export class ConflictError extends DomainError {
  constructor(code: string, message: string, details?: unknown) {
    super(code, 409, message, details);
  }
}

/** The text of whatever was thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
