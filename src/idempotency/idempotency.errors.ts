import { ConflictError, DomainError, InvalidRequestError } from '../common/errors.js';

/** 400: not 1–255 printable characters. */
export class BadIdempotencyKeyError extends InvalidRequestError {
  constructor() {
    const message = 'must be 1 to 255 printable ASCII characters, e.g. a UUID';
    super(`Idempotency-Key ${message}.`, [{ path: 'Idempotency-Key', message }], 'idempotency_key_invalid');
  }
}

/** 422: the key was used before, with another body. */
export class IdempotencyKeyReusedError extends DomainError {
  constructor() {
    const message =
      'This Idempotency-Key came with another body before; use a new key for a new request, or send the same body again.';
    super('idempotency_key_reused', 422, message);
  }
}

/** 409: the first request with this key is still being answered. */
export class IdempotencyInProgressError extends ConflictError {
  override readonly retryAfterSeconds = 1;

  constructor() {
    const message =
      'The first request with this Idempotency-Key is still being answered; ask again in a second.';
    super('idempotency_in_progress', message, { retry_after: 1 });
  }
}
