// Last part of an attempt: the pictures to disk, then the job's end in one transaction with their rows.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { pause } from '../common/pause.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DispatchError, type RunOutputs } from '../dispatch/contract/index.js';
import { BadImageError, NotMineError, StorageError } from '../gallery/gallery.errors.js';
import type { SavedImage } from '../gallery/image-record.js';
import { ImageStore } from '../gallery/image-store.js';
import { JobClaimsRepository } from '../jobs/job-claims.repository.js';
import { readList, readObject, type JobWarning } from '../jobs/job.js';
import { QueueState } from '../jobs/queue-state.js';
import { CancelledError, FencedError, StoppedError } from './attempt-ends.js';
import type { Attempt } from './attempt.js';
import { completedWith, warningsOf } from './job-ending.js';
import { SlotRelease } from './slot-release.js';

const SAVE_AGAIN_MS = 5_000;

@Injectable()
export class ResultKeeper {
  private readonly logger = new Logger('Runner');
  private readonly stopping = new AbortController();

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly claims: JobClaimsRepository,
    private readonly images: ImageStore,
    private readonly queue: QueueState,
    private readonly release: SlotRelease,
  ) {}

  /** @throws DispatchError, FencedError, CancelledError, StoppedError */
  async keep(attempt: Attempt, outputs: RunOutputs): Promise<void> {
    this.applyMismatchPolicy(outputs);
    const warnings = warningsOf(attempt, outputs);
    this.release.of(attempt);
    if (!(await this.claims.recordReceived(attempt.fence, outputs.received, warnings)))
      throw new FencedError();
    await this.complete(attempt, await this.save(attempt, outputs), warnings);
  }

  /**
   * Completes a job whose pictures the attempt before had written when its process died. False: they are not all
   * there, and its server has to be asked.
   */
  async adopt(attempt: Attempt): Promise<boolean> {
    const { row } = attempt;
    if (row.status !== 'processing' || row.received_json === null) return false;
    const saved = await this.images.adopt(attempt.jobId, row.attempt - 1, row.attempt);
    if (!saved) return false;
    await this.complete(attempt, saved, readList<JobWarning>(row.warnings_json));
    return true;
  }

  /** Pictures that cannot be written yet are left to the next start. */
  stop(): void {
    this.stopping.abort();
  }

  private applyMismatchPolicy(outputs: RunOutputs): void {
    const mismatch = outputs.warnings.find((warning) => warning.mismatch);
    const policy = this.settings.MISMATCH_POLICY;
    if (!mismatch || policy === 'warn') return;
    throw new DispatchError(policy === 'retry' ? 'retryable' : 'permanent', mismatch.message, {
      code: mismatch.code,
    });
  }

  /** A full disk is no reason to lose pictures: they stay in memory and are tried again, and no new job is started. */
  private async save(attempt: Attempt, outputs: RunOutputs): Promise<SavedImage[]> {
    for (let blocked = false; ; blocked = true) {
      try {
        const saved = await this.store(attempt, outputs);
        if (blocked) this.queue.unblock(attempt.jobId);
        return saved;
      } catch (error) {
        if (!(error instanceof StorageError)) throw this.translated(attempt, error);
        await this.waitForSpace(attempt, error);
      }
    }
  }

  private async complete(attempt: Attempt, saved: SavedImage[], warnings: JobWarning[]): Promise<void> {
    const ending = completedWith(attempt, saved, warnings);
    const finished = await this.claims.finish(attempt.fence, ending, () =>
      this.confirm(attempt, saved.length),
    );
    if (!finished) throw new FencedError();
    this.logger.log('Job completed', { dir: 'server→queue', ...attempt.tags, images: saved.length });
  }

  private async confirm(attempt: Attempt, expected: number): Promise<void> {
    if ((await this.images.confirm(attempt.jobId, attempt.row.attempt)) !== expected) throw new FencedError();
  }

  private store(attempt: Attempt, outputs: RunOutputs): Promise<SavedImage[]> {
    const job = {
      jobId: attempt.jobId,
      attempt: attempt.row.attempt,
      serverAlias: attempt.server.alias,
      appType: attempt.row.app_type,
      apiKeyId: attempt.row.api_key_id,
      params: readObject(attempt.row.generation_params_json) ?? {},
      sourceInfo: attempt.row.source_info,
      bulkJobId: attempt.row.bulk_job_id,
    };
    return this.images.store(job, outputs.images, () => this.claims.isHeldBy(attempt.fence));
  }

  private async waitForSpace(attempt: Attempt, error: StorageError): Promise<void> {
    const reason = {
      code: error.code,
      message: `${error.message} The pictures are kept in memory and tried again.`,
    };
    this.logger.error(error.message, { ...attempt.tags, code: error.code });
    this.queue.block(attempt.jobId, reason);
    // The reason is for show: where even the database cannot be written, the log has it.
    await this.claims.recordWaiting(attempt.fence, reason).catch(() => undefined);
    await pause(SAVE_AGAIN_MS, this.stopping.signal);
    const end = this.stopping.signal.aborted
      ? new StoppedError()
      : attempt.cancelled
        ? new CancelledError()
        : null;
    if (!end) return;
    this.queue.unblock(attempt.jobId);
    throw end;
  }

  private translated(attempt: Attempt, error: unknown): unknown {
    this.queue.unblock(attempt.jobId);
    if (error instanceof NotMineError) return new FencedError();
    if (error instanceof BadImageError)
      return new DispatchError('retryable', error.message, { code: 'bad_answer', cause: error });
    return error;
  }
}
