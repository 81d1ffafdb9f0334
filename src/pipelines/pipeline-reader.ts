// Pipelines as clients see them: their bulks joined with their steps and the images of these.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { BulkReader } from '../bulks/bulk-reader.js';
import { BulksRepository } from '../bulks/bulks.repository.js';
import { GalleryService } from '../gallery/gallery.service.js';
import { JobLinks } from '../jobs/job-links.js';
import { LiveProgress } from '../jobs/live-progress.js';
import type { PipelineDto, PipelineStepSummaryDto, PipelineSummaryDto } from './pipeline-answers.dto.js';
import { progressOf, type JobProgress } from './pipeline-progress.js';
import type { Pipeline, StoredStep } from './pipeline.js';
import { PipelinesRepository } from './pipelines.repository.js';

/** By id. */
type Jobs = ReadonlyMap<string, JobProgress>;

/** What of bulks a pipeline is shown with. */
@Injectable()
export class BulkSide {
  constructor(
    readonly reader: BulkReader,
    readonly repository: BulksRepository,
  ) {}
}

@Injectable()
export class PipelineReader {
  constructor(
    private readonly pipelines: PipelinesRepository,
    private readonly bulks: BulkSide,
    private readonly gallery: GalleryService,
    private readonly links: JobLinks,
    private readonly live: LiveProgress,
  ) {}

  async one(pipeline: Pipeline, baseUrl: string): Promise<PipelineDto> {
    const { bulk, steps } = pipeline;
    const all = { limit: bulk.total_jobs, offset: 0 };
    const { jobs: listed, request } = await this.bulks.reader.one(bulk, all, baseUrl);
    const jobs = new Map(listed.map((job) => [job.job_id, job]));
    const images = await this.gallery.imagesOf([...jobs.keys()], this.links.imageLink(baseUrl));
    const summary = summaryOf(pipeline, jobs);
    return {
      ...summary,
      steps: steps.map((step, place) => ({
        ...summary.steps[place]!,
        jobs: step.job_ids.flatMap((id) => jobs.get(id) ?? []),
        images: step.job_ids.flatMap((id) => images.get(id) ?? []),
      })),
      request,
    };
  }

  /** Newest first; `next` is the sequence number to go on after, null on the last page. */
  async page(
    who: Principal,
    limit: number,
    after: number,
  ): Promise<{ pipelines: PipelineSummaryDto[]; next: number | null }> {
    // One more than asked for tells whether there is a next page.
    const found = await this.pipelines.page(who.onlyOwn, limit + 1, after);
    const page = found.slice(0, limit);
    const states = await this.bulks.repository.states(page.map(({ bulk }) => bulk.id));
    const jobs = new Map(states.map((job) => [job.id, { ...job, progress: this.percentOf(job) }]));
    return {
      pipelines: page.map((pipeline) => summaryOf(pipeline, jobs)),
      next: found.length > limit ? (page.at(-1)?.bulk.seq ?? null) : null,
    };
  }

  private percentOf(job: { id: string; progress: number }): number {
    return this.live.progressOf(job.id)?.percent ?? job.progress;
  }
}

function summaryOf({ bulk, steps }: Pipeline, jobs: Jobs): PipelineSummaryDto {
  const own = steps.flatMap((step) => step.job_ids.flatMap((id) => jobs.get(id) ?? []));
  const { state, percent, counts } = progressOf(bulk.total_jobs, own);
  return {
    pipeline_id: bulk.id,
    name: bulk.name,
    state,
    progress_percentage: percent,
    total_jobs: bulk.total_jobs,
    completed_jobs: counts.completed,
    processing_jobs: counts.processing,
    pending_jobs: counts.pending,
    failed_jobs: counts.failed,
    cancelled_jobs: counts.cancelled,
    paused: bulk.paused === 1,
    source_info: bulk.source_info,
    api_key_id: bulk.api_key_id,
    creation_timestamp: bulk.created_timestamp,
    completion_timestamp: bulk.finished_timestamp,
    steps: steps.map((step) => stepOf(step, jobs)),
  };
}

function stepOf({ job_ids: ids, ...step }: StoredStep, jobs: Jobs): PipelineStepSummaryDto {
  const own = ids.flatMap((id) => jobs.get(id) ?? []);
  const { state, percent, counts } = progressOf(ids.length, own);
  return {
    ...step,
    state,
    progress_percentage: percent,
    total_jobs: ids.length,
    completed_jobs: counts.completed,
  };
}
