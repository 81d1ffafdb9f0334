// Progress and interrupt, each of the caller's own jobs alone: on a server of one's own both are about whatever runs.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../access/contract/index.js';
import { DomainError } from '../../../common/errors.js';
import type { JsonObject } from '../../../common/json.js';
import type { RunPreview } from '../../../dispatch/contract/index.js';
import { isEnded } from '../../../jobs/job-states.js';
import { JobsService } from '../../../jobs/jobs.service.js';
import { LiveProgress } from '../../../jobs/live-progress.js';
import { asOwner, HeldRequests } from '../generation/held-requests.js';
import { DoorJobsRepository } from './door-jobs.repository.js';
import { activeTask, idleProgress, runningProgress, waitingTask } from './progress-answer.js';
import { TaskNames } from './task-names.js';

export interface TaskQuestion {
  id_task: string | null;
  id_live_preview: number;
  live_preview: boolean;
}

@Injectable()
export class CallerProgress {
  private readonly previewIds = new WeakMap<RunPreview, number>();
  private lastPreviewId = 0;

  constructor(
    private readonly repository: DoorJobsRepository,
    private readonly jobs: JobsService,
    private readonly live: LiveProgress,
    private readonly held: HeldRequests,
    private readonly names: TaskNames,
  ) {}

  /** Of the newest job of this caller that runs. */
  async now(who: Principal, withImage: boolean): Promise<JsonObject> {
    const [job] = await this.repository.running(who.keyId);
    if (!job) return idleProgress();
    const id = job.mobilesd_job_id;
    return runningProgress(job, this.live.progressOf(id), withImage ? this.live.previewOf(id) : undefined);
  }

  /** Of one task, by the client's name for it or by our id. */
  async task(question: TaskQuestion, who: Principal): Promise<JsonObject> {
    const { id_task: name } = question;
    const id = name === null ? undefined : (this.names.jobOf(who.owner, name) ?? name);
    const job = id === undefined ? null : await this.find(id, who);
    if (!job) return waitingTask({ active: false, queued: false, completed: false });
    const completed = isEnded(job.status);
    if (completed) return waitingTask({ active: false, queued: false, completed });
    if (job.status === 'pending') return this.queued(job.mobilesd_job_id, who);
    const preview = question.live_preview ? this.previewOf(job.mobilesd_job_id) : null;
    return activeTask(this.live.progressOf(job.mobilesd_job_id), preview, question.id_live_preview);
  }

  /** Names of the caller's waiting tasks. */
  async pending(who: Principal): Promise<string[]> {
    const ids = await this.repository.waiting(who.keyId);
    return ids.map((id) => this.names.nameOf(id) ?? id);
  }

  /** Cancels what runs for this caller; while nothing does, the jobs that a connection of its waits for. */
  async interrupt(who: Principal): Promise<void> {
    const running = (await this.repository.running(who.keyId)).map((job) => job.mobilesd_job_id);
    const owner = asOwner(who);
    for (const id of running.length ? running : this.held.ofOwner(who.owner)) {
      this.held.noteInterrupt(id);
      await this.jobs.cancel(id, owner).catch((error: unknown) => {
        // It has ended by itself in the same moment.
        if (!(error instanceof DomainError)) throw error;
      });
    }
  }

  private async queued(jobId: string, who: Principal): Promise<JsonObject> {
    const waiting = await this.repository.waiting(who.keyId);
    const place = waiting.indexOf(jobId);
    const text = place < 0 ? 'In queue' : `In queue: ${place + 1}/${waiting.length}`;
    return waitingTask({ active: false, queued: true, completed: false }, text);
  }

  private find(id: string, who: Principal) {
    return this.jobs.get(id, asOwner(who)).catch((error: unknown) => {
      if (error instanceof DomainError) return null;
      throw error;
    });
  }

  private previewOf(jobId: string): { id: number; uri: string } | null {
    const preview = this.live.previewOf(jobId);
    if (!preview) return null;
    const id = this.previewIds.get(preview) ?? (this.lastPreviewId += 1);
    this.previewIds.set(preview, id);
    return { id, uri: `data:${preview.mediaType};base64,${preview.bytes.toString('base64')}` };
  }
}
