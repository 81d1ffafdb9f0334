// Progress goes to listeners at once and to the database now and then, so that a busy disk never delays a picture.
import { Injectable } from '@nestjs/common';
import type { RunPreview, RunProgress } from '../dispatch/contract/index.js';
import { EventBus } from '../events/event-bus.js';
import { JobClaimsRepository } from '../jobs/job-claims.repository.js';
import { LiveProgress } from '../jobs/live-progress.js';
import type { Attempt } from './attempt.js';

const STORE_EVERY_MS = 2_000;

@Injectable()
export class ProgressRecorder {
  private readonly storedAt = new WeakMap<Attempt, number>();
  private readonly previews = new WeakMap<Attempt, number>();

  constructor(
    private readonly claims: JobClaimsRepository,
    private readonly events: EventBus,
    private readonly live: LiveProgress,
  ) {}

  progress(attempt: Attempt, progress: RunProgress): void {
    if (attempt.cancelled) return;
    const now = performance.now();
    attempt.timeline.note(progress.phase, now);
    this.tell(attempt, progress);
    if (now - (this.storedAt.get(attempt) ?? 0) < STORE_EVERY_MS) return;
    this.storedAt.set(attempt, now);
    const columns = {
      phase: progress.phase,
      progress: progress.percent,
      step: progress.step,
      steps: progress.steps,
      etaSeconds: progress.etaSeconds,
    };
    // Progress is a hint: a write that fails is followed by the next one, and the end of the job is stored apart.
    this.claims.recordProgress(attempt.fence, columns).catch(() => undefined);
  }

  /** The server is done: what is left is ours. Not stored here, as the end of the generation is a write of its own. */
  saving(attempt: Attempt): void {
    if (attempt.cancelled) return;
    const percent = Math.max(99, this.live.progressOf(attempt.jobId)?.percent ?? 0);
    const progress: RunProgress = {
      type: 'progress',
      phase: 'saving',
      percent,
      step: null,
      steps: null,
      etaSeconds: null,
    };
    this.tell(attempt, progress);
  }

  preview(attempt: Attempt, preview: RunPreview): void {
    if (attempt.cancelled) return;
    this.live.report(attempt.jobId, preview);
    const number = (this.previews.get(attempt) ?? 0) + 1;
    this.previews.set(attempt, number);
    const preview_url = `/api/v1/queue/jobs/${attempt.jobId}/preview?n=${number}`;
    this.events.announce('job.preview', this.subject(attempt), {
      preview_url,
      media_type: preview.mediaType,
    });
  }

  forget(attempt: Attempt): void {
    this.live.forget(attempt.jobId);
  }

  private tell(attempt: Attempt, progress: RunProgress): void {
    this.live.report(attempt.jobId, progress);
    this.events.announce('job.progress', this.subject(attempt), {
      progress: progress.percent,
      phase: progress.phase,
      step: progress.step,
      steps: progress.steps,
      eta: progress.etaSeconds === null ? null : Math.round(progress.etaSeconds * 10) / 10,
    });
  }

  private subject(attempt: Attempt) {
    return {
      jobId: attempt.jobId,
      bulkJobId: attempt.row.bulk_job_id,
      serverAlias: attempt.server.alias,
      apiKeyId: attempt.row.api_key_id,
    };
  }
}
