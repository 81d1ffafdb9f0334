// First half of an attempt that another run of this process left behind: what became of it on its server?
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { pause } from '../common/pause.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import { DispatchError, type PreparedRequest, type Recovery } from '../dispatch/contract/index.js';
import { JobClaimsRepository } from '../jobs/job-claims.repository.js';
import { readObject, type JobRow } from '../jobs/job.js';
import { CancelledError, FencedError, StoppedError } from './attempt-ends.js';
import type { Attempt } from './attempt.js';

const ASK_TIMEOUT_MS = 30_000;
const ASK_AGAIN_MS = [500, 1_000, 2_000, 5_000];

@Injectable()
export class Reattacher implements OnModuleDestroy {
  private readonly logger = new Logger('Recovery');
  private readonly stopping = new AbortController();

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly registry: DispatcherRegistry,
    private readonly claims: JobClaimsRepository,
    private readonly clock: Clock,
  ) {}

  /** Leaves the attempt as if it had just been sent. @throws DispatchError `lost` when there is nothing to watch */
  async reattach(attempt: Attempt): Promise<void> {
    attempt.sent = sentOf(attempt.row);
    if (!attempt.sent)
      throw new DispatchError('lost', 'StableQueue ended before the job was sent.', { code: 'never_sent' });
    const recovery = await this.ask(attempt);
    this.logger.log(`After a restart: ${recovery.state}`, { dir: 'server→queue', ...attempt.tags });
    if (recovery.state === 'running' || recovery.state === 'finished') return;
    if (attempt.cancelled) throw new CancelledError();
    throw lost(recovery);
  }

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /** Until the server answers: as long as it does not, the generation may well be running there. */
  private async ask(attempt: Attempt): Promise<Recovery> {
    const { handle, request } = attempt.sent!;
    const dispatcher = this.registry.get(attempt.row.app_type);
    const giveUpAt = this.clock.now() + this.settings.REATTACH_TIMEOUT_MS;
    for (let round = 0; ; round += 1) {
      const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(ASK_TIMEOUT_MS)]);
      const recovery = await dispatcher.recover(handle, request, attempt.server.target, signal);
      if (this.stopping.signal.aborted) throw new StoppedError();
      if (recovery.state !== 'unreachable' || this.clock.now() >= giveUpAt) return recovery;
      await this.showWaiting(attempt, recovery.reason);
      await pause(ASK_AGAIN_MS[Math.min(round, ASK_AGAIN_MS.length - 1)]!, this.stopping.signal);
    }
  }

  private async showWaiting(attempt: Attempt, reason: string): Promise<void> {
    if (attempt.cancelled) return;
    const message = `Server "${attempt.server.alias}" does not answer (${reason}); waiting to learn what became of the generation there.`;
    if (!(await this.claims.recordWaiting(attempt.fence, { code: 'server_offline', message })))
      throw new FencedError();
  }
}

function sentOf(row: JobRow): Attempt['sent'] {
  const handle = readObject(row.handle_json);
  const request = readObject(row.sent_json);
  return handle && request && { handle, request: request as unknown as PreparedRequest };
}

function lost(recovery: Recovery): DispatchError {
  if (recovery.state === 'unknown' && !recovery.mayHaveRun) {
    return new DispatchError('lost', 'The request never reached the server.', { code: 'never_sent' });
  }
  const why = 'reason' in recovery ? recovery.reason : 'The server does not know the generation any more.';
  return new DispatchError('lost', why, {
    code: recovery.state === 'unreachable' ? 'server_unreachable' : 'result_lost',
  });
}
