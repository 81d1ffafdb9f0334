// Bulks as clients see them: rows joined with the states of their jobs, their images and what runs right now.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { parseJson, type JsonObject } from '../common/json.js';
import { GalleryService } from '../gallery/gallery.service.js';
import { readObject, type JobError } from '../jobs/job.js';
import { LiveProgress } from '../jobs/live-progress.js';
import { LinkSigner } from '../secrets/link-signer.js';
import type {
  BulkDto,
  BulkEtaDto,
  BulkJobDto,
  BulkSubmittedDto,
  BulkSummaryDto,
} from './bulk-answers.dto.js';
import { BulkEstimate, SAMPLE } from './bulk-estimate.js';
import { bulkPercent, countAll, NO_JOBS, type StatusCounts } from './bulk-progress.js';
import type { BulkJobRow, BulkRow } from './bulk-row.js';
import { BulksRepository, type BulkWait } from './bulks.repository.js';

const PROMPT_CHARS = 500;
const ALL_JOBS = 100_000;

@Injectable()
export class BulkReader {
  constructor(
    private readonly bulks: BulksRepository,
    private readonly gallery: GalleryService,
    private readonly live: LiveProgress,
    private readonly signer: LinkSigner,
    private readonly estimate: BulkEstimate,
  ) {}

  async one(row: BulkRow, page: { limit: number; offset: number }, baseUrl: string): Promise<BulkDto> {
    const [summary] = await this.summaries([row]);
    const jobs = await this.bulks.jobs(row.id, page.limit, page.offset);
    const total = summary!.total_jobs - summary!.deleted_jobs;
    const next = page.offset + jobs.length;
    return {
      ...summary!,
      jobs: await this.jobs(jobs, baseUrl),
      jobs_total: total,
      next_offset: next < total ? next : null,
      request: (parseJson(row.request_json) ?? {}) as JsonObject,
    };
  }

  /** Newest first; `next` is the sequence number to go on after, null on the last page. */
  async page(
    who: Principal,
    limit: number,
    after: number,
  ): Promise<{ bulks: BulkSummaryDto[]; next: number | null }> {
    // One more than asked for tells whether there is a next page.
    const rows = await this.bulks.page(who.onlyOwn, limit + 1, after);
    const page = rows.slice(0, limit);
    return {
      bulks: await this.summaries(page),
      next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null,
    };
  }

  async summaries(rows: readonly BulkRow[]): Promise<BulkSummaryDto[]> {
    if (!rows.length) return [];
    const ids = rows.map((row) => row.id);
    const counts = await this.bulks.counts(ids);
    const running = await this.bulks.running(ids);
    const lines: Lines = new Map();
    return Promise.all(
      rows.map(async (row) => {
        const own = counts.get(row.id) ?? NO_JOBS;
        const percents = running.filter((job) => job.bulk === row.id).map((job) => this.percentOf(job));
        return summaryOf(row, own, percents, await this.etaOf(row, own, lines));
      }),
    );
  }

  /** The answer to its submit once more, for one whose first answer never arrived. */
  async submitted(row: BulkRow): Promise<BulkSubmittedDto> {
    const jobs = await this.bulks.jobs(row.id, ALL_JOBS, 0);
    const ids = jobs.map((job, index) => ({ ...idsOf(job), queue_position: index + 1 }));
    const eta = await this.etaOf(row, (await this.bulks.counts([row.id])).get(row.id) ?? NO_JOBS);
    return {
      success: true,
      bulk_job_id: row.id,
      jobs: ids,
      total_jobs: row.total_jobs,
      warnings: [],
      eta,
    };
  }

  private async jobs(rows: readonly BulkJobRow[], baseUrl: string): Promise<BulkJobDto[]> {
    const withImages = rows.filter((row) => row.image_count > 0).map((row) => row.mobilesd_job_id);
    const images = await this.gallery.imagesOf(withImages);
    return rows.map((row) => {
      const first = images.get(row.mobilesd_job_id)?.find((image) => image.role === 'image');
      return {
        ...idsOf(row),
        status: row.status,
        progress:
          row.status === 'processing' ? this.percentOf({ id: row.mobilesd_job_id, ...row }) : row.progress,
        held: row.held === 1,
        prompt: row.prompt?.slice(0, PROMPT_CHARS) ?? null,
        seed: row.seed,
        image_count: row.image_count,
        preview_url: first ? baseUrl + this.signer.sign(`/api/v1/images/preview/${first.filename}`) : null,
        download_url: first ? baseUrl + this.signer.sign(`/api/v1/images/download/${first.filename}`) : null,
        completion_timestamp: row.completion_timestamp,
        error: readObject(row.error_json) as JobError | null,
      };
    });
  }

  private percentOf(job: { id: string; progress: number }): number {
    return this.live.progressOf(job.id)?.percent ?? job.progress;
  }

  private async etaOf(
    row: BulkRow,
    counts: StatusCounts,
    lines: Lines = new Map(),
  ): Promise<BulkEtaDto | null> {
    const { app_type: appType, target_server_alias: alias, api_key_id: keyId } = row;
    const waits = !row.paused && counts.pending > 0;
    const jobs = waits ? counts.pending + counts.processing : counts.processing;
    if (!jobs) return null;
    const wait = waits ? await this.bulks.waitingTimes(row.id) : undefined;
    // They do not run side by side then, and nobody knows when those that they wait for will be through.
    if (wait?.dependencies) return null;
    const ahead = wait ? await this.aheadOf(wait, lines) : 0;
    const times = this.estimate.times(wait?.first ?? null, wait?.last ?? null);
    const sample = await this.bulks.unfinished(row.id, SAMPLE);
    return this.estimate.of({ appType, alias, keyId, jobs, sample, ahead, waits, times });
  }

  /** Others that run before the last of its waiting jobs. */
  private async aheadOf(wait: BulkWait, lines: Lines): Promise<number> {
    const { priority, round, jobs } = wait;
    const line = lines.get(priority) ?? this.bulks.line(priority);
    lines.set(priority, line);
    const { before, rounds } = await line;
    const until = [...rounds].reduce((sum, [one, count]) => (one < round ? sum + count : sum), before);
    return Math.max(0, until + (await this.bulks.inRoundUpTo(wait)) - jobs);
  }
}

/** The queue, by priority: looked at once for all bulks of an answer. */
type Lines = Map<number, ReturnType<BulksRepository['line']>>;

function idsOf({ mobilesd_job_id: id }: BulkJobRow) {
  return { stablequeue_job_id: id, mobilesd_job_id: id, job_id: id };
}

function summaryOf(
  row: BulkRow,
  counts: StatusCounts,
  runningPercents: readonly number[],
  eta: BulkEtaDto | null,
): BulkSummaryDto {
  return {
    bulk_job_id: row.id,
    name: row.name,
    app_type: row.app_type,
    target_server_alias: row.target_server_alias,
    source_info: row.source_info,
    api_key_id: row.api_key_id,
    total_jobs: row.total_jobs,
    completed_jobs: counts.completed,
    processing_jobs: counts.processing,
    pending_jobs: counts.pending,
    failed_jobs: counts.failed,
    cancelled_jobs: counts.cancelled,
    deleted_jobs: Math.max(0, row.total_jobs - countAll(counts)),
    progress_percentage: bulkPercent(row.total_jobs, counts, runningPercents),
    paused: row.paused === 1,
    finished: counts.pending + counts.processing === 0,
    creation_timestamp: row.created_timestamp,
    completion_timestamp: row.finished_timestamp,
    eta,
  };
}
