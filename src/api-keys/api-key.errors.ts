import { ConflictError, DomainError } from '../common/errors.js';

/** 404. `id` as it was asked for. */
export class ApiKeyNotFoundError extends DomainError {
  constructor(id: string) {
    super('api_key_not_found', 404, `There is no API key "${id.slice(0, 40)}".`);
  }
}

/** 409: only the environment can change it. */
export class ApiKeyFromEnvironmentError extends ConflictError {
  constructor() {
    const message = 'This key comes from AUTH_TOKEN. Change or unset that variable and start again.';
    super('api_key_from_environment', message);
  }
}

/** 409. */
export class NoPathTokenError extends ConflictError {
  constructor(name: string) {
    super('no_path_token', `The key "${name}" has no path token.`);
  }
}

/** The number in a path. @throws ApiKeyNotFoundError: what is no number names no key */
export function readKeyId(id: string): number {
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new ApiKeyNotFoundError(id);
  return Number(id);
}
