// First half of a fresh attempt: the exact request, stored with the way to find it again, then sent.
import { Injectable, Logger } from '@nestjs/common';
import { shortenStrings, type JsonObject } from '../common/json.js';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import type { PreparedRequest } from '../dispatch/contract/index.js';
import { mapped } from '../jobs/job-references.js';
import { JobClaimsRepository } from '../jobs/job-claims.repository.js';
import { readList, type JobRow, type JobWarning } from '../jobs/job.js';
import { ServerFleet } from '../servers/server-fleet.js';
import { CancelledError, FencedError } from './attempt-ends.js';
import type { Attempt } from './attempt.js';
import { AttemptParams } from './attempt-params.js';
import { BusyPeriods } from './busy-periods.js';
import type { Taken } from './earlier-results.js';

const SEND_TIMEOUT_MS = 60_000;

@Injectable()
export class AttemptSender {
  private readonly logger = new Logger('Runner');

  constructor(
    private readonly registry: DispatcherRegistry,
    private readonly claims: JobClaimsRepository,
    private readonly fleet: ServerFleet,
    private readonly params: AttemptParams,
    private readonly periods: BusyPeriods,
  ) {}

  /** @throws DispatchError, FencedError, CancelledError */
  async send(attempt: Attempt): Promise<void> {
    const { row, server } = attempt;
    const dispatcher = this.registry.get(row.app_type);
    await this.periods.begin(server.id);
    const { params, taken, warnings } = await this.params.of(attempt);
    const prepared = await dispatcher.prepare(params, server.target, this.fleet.inventory(server.id));
    const request = { ...prepared, warnings: [...warnings, ...prepared.warnings] };
    const handle = dispatcher.handleFor(attempt.attemptId, request);
    const stored = await this.claims.recordSending(attempt.fence, {
      handle,
      sent: describe(request, taken),
      taskId: typeof handle['task_id'] === 'string' ? handle['task_id'] : null,
      warnings: warningsOf(row, request),
    });
    if (!stored) throw new FencedError();
    if (attempt.cancelled) throw new CancelledError();
    this.logger.log('Job sent', { dir: 'queue→server', ...attempt.tags });
    const final = await dispatcher.submit(
      request,
      handle,
      server.target,
      AbortSignal.timeout(SEND_TIMEOUT_MS),
    );
    attempt.sent = { handle: final, request };
    if (final !== handle && !(await this.claims.recordHandle(attempt.fence, final))) throw new FencedError();
  }
}

/** What is kept of a request: images of earlier jobs by reference, others shortened, the rest whole. */
function describe(request: PreparedRequest, taken: Taken): JsonObject {
  return {
    ...request,
    body: shortenStrings(mapped(request.body, taken)),
    ...(request.uploads && { uploads: shortenStrings(mapped(request.uploads, taken)) }),
  };
}

/** The job's own warnings stay; those of an earlier attempt give way to this one's. */
function warningsOf(row: JobRow, request: PreparedRequest): JobWarning[] {
  const own = readList<JobWarning>(row.warnings_json).filter((warning) => warning.code !== 'request');
  return [...own, ...request.warnings.map((message) => ({ code: 'request', message }))];
}
