// Last part of an attempt: the pictures to disk, then the job's end in one transaction with their rows.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { pause } from '../common/pause.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DispatchError, type RunOutputs } from '../dispatch/contract/index.js';
import { BadImageError, NotMineError, StorageError } from '../gallery/gallery.errors.js';
import type { SavedImage } from '../gallery/image-record.js';
import { ImageStore } from '../gallery/image-store.js';
import { JobClaimsRepository } from '../jobs/job-claims.repository.js';
import type { Ending } from '../jobs/job-claims.js';
import { readList, readObject, type JobWarning } from '../jobs/job.js';
import { QueueState } from '../jobs/queue-state.js';
import { ActiveAttempts } from './active-attempts.js';
import { CancelledError, FencedError, StoppedError } from './attempt-ends.js';
import type { Attempt } from './attempt.js';

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
    private readonly active: ActiveAttempts,
  ) {}

  /** @throws DispatchError, FencedError, CancelledError, StoppedError */
  async keep(attempt: Attempt, outputs: RunOutputs): Promise<void> {
    this.applyMismatchPolicy(outputs);
    const done = this.claims.generationDone(attempt.fence, outputs.received);
    // The server is free: the claim of its next job, made now, shares this write's transaction.
    attempt.occupiesSlot = false;
    this.active.freed$.next();
    if (!(await done)) throw new FencedError();
    const saved = await this.save(attempt, outputs);
    const finished = await this.claims.finish(attempt.fence, ending(attempt, outputs, saved), () =>
      this.confirm(attempt, saved.length),
    );
    if (!finished) throw new FencedError();
    this.logger.log('Job completed', { dir: 'server→queue', ...attempt.tags, images: saved.length });
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

  private async confirm(attempt: Attempt, expected: number): Promise<void> {
    if ((await this.images.confirm(attempt.jobId, attempt.row.attempt)) !== expected) throw new FencedError();
  }

  private store(attempt: Attempt, outputs: RunOutputs): Promise<SavedImage[]> {
    const job = {
      jobId: attempt.jobId,
      attempt: attempt.row.attempt,
      serverAlias: attempt.server.alias,
      appType: attempt.row.app_type,
      params: readObject(attempt.row.generation_params_json) ?? {},
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

function ending(attempt: Attempt, outputs: RunOutputs, saved: SavedImage[]): Ending {
  const warnings: JobWarning[] = [
    ...readList<JobWarning>(attempt.row.warnings_json),
    ...(attempt.sent?.request.warnings ?? []).map((message) => ({ code: 'request', message })),
    ...outputs.warnings.map(({ code, message }) => ({ code, message })),
  ];
  const pictures = saved.filter((image) => image.role === 'image');
  const params = readObject(attempt.row.generation_params_json) ?? {};
  return {
    status: 'completed',
    error: null,
    warnings: distinct(warnings),
    imageCount: saved.length,
    result: {
      message: `${pictures.length} ${pictures.length === 1 ? 'image' : 'images'} made by ${attempt.server.alias}.`,
      saved_filenames: saved.map((image) => image.filename),
      images: saved.map(({ filename, role, seed, width, height, sha256 }) => ({
        filename,
        role,
        seed,
        width,
        height,
        sha256,
      })),
      positive_prompt: params['prompt'] ?? null,
      negative_prompt: params['negative_prompt'] ?? null,
    },
  };
}

function distinct(warnings: JobWarning[]): JobWarning[] {
  const byText = new Map(warnings.map((warning) => [`${warning.code} ${warning.message}`, warning]));
  return [...byText.values()];
}
