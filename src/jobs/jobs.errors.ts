import { DomainError } from '../common/errors.js';
import type { JobStatus } from './job.entity.js';

/** 403: it may be seen, but not changed. */
export class NotYourJobError extends DomainError {
  constructor() {
    super(
      'scope_missing',
      403,
      'This key may not change this job: it needs the scope manage_queue, or cancel_own for its own jobs.',
    );
  }
}

/** 400, as older clients expect it: the job is in a state that does not allow this. */
export class JobOperationError extends DomainError {
  constructor(message: string, status?: JobStatus) {
    super('job_operation_invalid', 400, message, status && { status });
  }
}

/** 404: no such server, or none that this caller may use. Clients come with aliases of their own defaults. */
export class ServerNotFoundError extends DomainError {
  constructor(alias: string, servers: readonly string[]) {
    const choice = servers.length
      ? `Use ${servers.map((name) => `"${name}"`).join(', ')}, or leave target_server_alias empty for any of them.`
      : 'No server has been added that you may use.';
    super('server_not_found', 404, `There is no server "${alias}". ${choice}`, { servers });
  }
}

/** 429: the key has as much of the queue as it may have, and its quota says to refuse more. */
export class QuotaExceededError extends DomainError {
  constructor(
    message: string,
    override readonly retryAfterSeconds: number,
  ) {
    super('quota_exceeded', 429, message, { retry_after: Math.ceil(retryAfterSeconds) });
  }
}
