// What running jobs do right now, in memory: newer than the database and not delayed by it. Written by the runner,
// read by whoever shows a job. Gone with the process; the next progress report brings it back.
import { Injectable } from '@nestjs/common';
import type { RunPreview, RunProgress } from '../dispatch/contract/index.js';

const LAST_PREVIEW_MS = 10_000;

interface Live {
  progress?: RunProgress;
  preview?: RunPreview;
}

@Injectable()
export class LiveProgress {
  private readonly jobs = new Map<string, Live>();

  progressOf(jobId: string): RunProgress | undefined {
    return this.jobs.get(jobId)?.progress;
  }

  previewOf(jobId: string): RunPreview | undefined {
    return this.jobs.get(jobId)?.preview;
  }

  report(jobId: string, event: RunProgress | RunPreview): void {
    const live = { ...this.jobs.get(jobId) };
    if (event.type === 'progress') live.progress = event;
    else live.preview = event;
    this.jobs.set(jobId, live);
  }

  /** Its last preview stays for those who have just been told of it. */
  forget(jobId: string): void {
    const preview = this.jobs.get(jobId)?.preview;
    if (!preview) return void this.jobs.delete(jobId);
    const last: Live = { preview };
    this.jobs.set(jobId, last);
    setTimeout(() => {
      if (this.jobs.get(jobId) === last) this.jobs.delete(jobId);
    }, LAST_PREVIEW_MS).unref();
  }
}
