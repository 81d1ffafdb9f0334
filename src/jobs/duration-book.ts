// Keeps what jobs took, on disk and in memory, and foretells the next ones by it. The arithmetic is
// `duration-model.ts`; who waits for whom is `start-foresight.ts`.
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { concatMap, filter, type Subscription } from 'rxjs';
import { errorText } from '../common/errors.js';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import { EventBus } from '../events/event-bus.js';
import { DurationModel, type DurationSample, type JobWork, type SecondsRange } from './duration-model.js';
import { JobDurationsRepository, KEPT_DURATIONS, type CompletedJob } from './job-durations.repository.js';
import { readObject, type JobRow } from './job.js';
import { modelOf, workOf } from './job-work.js';
import { ModelLoads } from './model-loads.js';

@Injectable()
export class DurationBook implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(DurationBook.name);
  private readonly model = new DurationModel(KEPT_DURATIONS);
  private listening?: Subscription;

  constructor(
    private readonly repository: JobDurationsRepository,
    private readonly registry: DispatcherRegistry,
    private readonly events: EventBus,
    private readonly loads: ModelLoads,
  ) {}

  async onModuleInit(): Promise<void> {
    this.model.add(...(await this.repository.all()));
    this.listening = this.events.events$
      .pipe(
        filter((event) => event.type === 'job.completed' && typeof event.jobId === 'string'),
        concatMap((event) => this.learn(event.jobId!)),
      )
      .subscribe();
  }

  onModuleDestroy(): void {
    this.listening?.unsubscribe();
  }

  /** Seconds that a job will take on one of these servers; null while too little is known. */
  estimate(job: JobWork, serverIds: readonly string[]): SecondsRange | null {
    return this.model.estimate(job, serverIds);
  }

  /** What a job is to the model. */
  workOf(row: Pick<JobRow, 'app_type' | 'generation_params_json'>): JobWork {
    const params = readObject(row.generation_params_json) ?? {};
    const summary = this.registry.get(row.app_type).summarize(params);
    return { appType: row.app_type, model: modelOf(summary.checkpoint), work: workOf(params, summary) };
  }

  private async learn(jobId: string): Promise<void> {
    try {
      const job = await this.repository.completed(jobId);
      if (!job) return;
      const sample = this.sampleOf(job);
      await this.repository.add(sample);
      this.model.add(sample);
      if (job.load_seconds !== null) await this.loads.learn(job.server_id, sample.model, job.load_seconds);
    } catch (error) {
      // One sample less: the next job teaches as much.
      this.logger.debug(`The time of a job was not kept: ${errorText(error)}`, { jobId });
    }
  }

  private sampleOf(job: CompletedJob): DurationSample {
    const { appType, work } = this.workOf(job);
    const params = readObject(job.generation_params_json) ?? {};
    const { checkpoint } = this.registry.get(job.app_type).summarize(params);
    const model = modelOf(checkpoint, readObject(job.received_json));
    return { serverId: job.server_id, appType, model, work, seconds: job.seconds };
  }
}
