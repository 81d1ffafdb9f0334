// The end of an attempt that did not complete its job: back to the queue, failed, or simply let go.
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { errorText } from '../common/errors.js';
import { DispatchError } from '../dispatch/contract/index.js';
import { ImageStore } from '../gallery/image-store.js';
import { JobClaimsRepository } from '../jobs/job-claims.repository.js';
import { readList, type JobError, type JobWarning } from '../jobs/job.js';
import { ServerFleet } from '../servers/server-fleet.js';
import { CancelledError, FencedError, StoppedError } from './attempt-ends.js';
import type { Attempt } from './attempt.js';
import { FailureJudge } from './failure-judge.js';
import type { Decision } from './failure-policy.js';

/** An error that nobody foresaw is no reason to rest a server. */
const OUR_FAULT = 'internal_error';

@Injectable()
export class AttemptSettler {
  private readonly logger = new Logger('Runner');

  constructor(
    private readonly claims: JobClaimsRepository,
    private readonly fleet: ServerFleet,
    private readonly images: ImageStore,
    private readonly judge: FailureJudge,
    private readonly clock: Clock,
  ) {}

  async settle(attempt: Attempt, error: unknown): Promise<void> {
    if (error instanceof StoppedError) return;
    if (error instanceof FencedError || error instanceof CancelledError) return this.letGo(attempt);
    const failure = error instanceof DispatchError ? error : this.unexpected(attempt, error);
    this.logger.warn(failure.message, {
      dir: 'server→queue',
      ...attempt.tags,
      code: failure.code,
      kind: failure.kind,
    });
    const decision = await this.judge.judge(attempt, failure);
    if (isServersTrouble(attempt, failure, decision)) this.fleet.reportFailure(attempt.server.id, failure);
    await this.carryOut(attempt, failure, decision);
  }

  /** Only after our own cancelled job: a fenced attempt leaves everything to its new owner. */
  private async letGo(attempt: Attempt): Promise<void> {
    if (await this.claims.letGo(attempt.fence))
      await this.images.discardUnsaved(attempt.jobId, attempt.row.attempt);
  }

  private async carryOut(attempt: Attempt, failure: DispatchError, decision: Decision): Promise<void> {
    const error = describe(attempt, failure, decision.message);
    if (decision.action === 'fail') {
      const warnings = readList<JobWarning>(attempt.row.warnings_json);
      const ending = {
        status: 'failed' as const,
        error: { ...error, code: decision.code },
        warnings,
        result: null,
        imageCount: 0,
      };
      const ended = await this.claims.finish(attempt.fence, ending);
      return ended ? this.images.discardUnsaved(attempt.jobId, attempt.row.attempt) : this.letGo(attempt);
    }
    const released = await this.claims.release(attempt.fence, {
      reason: { code: failure.code, message: decision.message },
      error,
      notBefore: decision.delayMs ? this.clock.isoIn(decision.delayMs) : null,
      spendsRetry: decision.spendsRetry,
      stage: decision.stage,
      exclude: exclusion(attempt, failure, decision.avoidServerMs, this.clock),
    });
    if (!released) await this.letGo(attempt);
  }

  private unexpected(attempt: Attempt, error: unknown): DispatchError {
    this.logger.error(error instanceof Error ? error.stack : String(error), attempt.tags);
    return new DispatchError('retryable', `StableQueue met an error of its own: ${errorText(error)}`, {
      code: OUR_FAULT,
      cause: error,
    });
  }
}

/** Not what our own crash left behind, and not a job for which the server has other ways to go. */
function isServersTrouble(attempt: Attempt, failure: DispatchError, decision: Decision): boolean {
  if (attempt.reattached && failure.kind === 'lost') return false;
  return failure.code !== OUR_FAULT && !(decision.action === 'release' && decision.stage);
}

function describe(attempt: Attempt, failure: DispatchError, message: string): JobError {
  return {
    code: failure.code,
    message,
    server_alias: attempt.server.alias,
    ...(failure.serverMessage === undefined ? {} : { server_message: failure.serverMessage }),
    ...(failure.details === undefined ? {} : { details: failure.details }),
  };
}

function exclusion(attempt: Attempt, failure: DispatchError, avoidMs: number | null, clock: Clock) {
  if (avoidMs === null) return undefined;
  const until = avoidMs === Infinity ? null : clock.isoIn(avoidMs);
  return { serverId: attempt.server.id, until, reason: failure.message };
}
