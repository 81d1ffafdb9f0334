// Jobs as clients see them: rows joined with what servers, gallery and the running attempts know of them.
import { Injectable } from '@nestjs/common';
import type { JobImageDto } from '../gallery/gallery.dto.js';
import { GalleryService } from '../gallery/gallery.service.js';
import { JobLinks } from './job-links.js';
import { JobListRepository, type JobFilter, type JobPage } from './job-list.repository.js';
import type { ListOrder } from './job-conditions.js';
import type { JobPlace } from './job-cursor.js';
import type { JobRow } from './job.js';
import { presentDetails, presentJob, type JobSurroundings } from './job-presenter.js';
import { JobProspects, type Prospects } from './job-prospects.js';
import { JobRunState } from './job-run-state.js';
import type { JobDetailsDto, JobDto } from './job-status.dto.js';

@Injectable()
export class JobReader {
  constructor(
    private readonly lists: JobListRepository,
    private readonly gallery: GalleryService,
    private readonly prospects: JobProspects,
    private readonly running: JobRunState,
    private readonly links: JobLinks,
  ) {}

  /** `baseUrl`: where the client found us; addresses begin with it and are signed. Without it they are paths. */
  async one(row: JobRow, baseUrl?: string): Promise<JobDto> {
    return presentJob(row, await this.surroundings(row, baseUrl));
  }

  async details(row: JobRow, baseUrl?: string): Promise<JobDetailsDto> {
    const attempts = await this.lists.attempts(row.mobilesd_job_id);
    return presentDetails(row, await this.surroundings(row, baseUrl), attempts);
  }

  async list(filter: JobFilter, page: JobPage, baseUrl?: string): Promise<{ total: number; jobs: JobDto[] }> {
    const { total, rows } = await this.lists.list(filter, page);
    return { total, jobs: await this.many(rows, page.order, baseUrl) };
  }

  /** A page behind `after` (or `offset` jobs from the start), and whether there is more. */
  async page(
    filter: JobFilter,
    page: { order: ListOrder; limit: number; offset: number; after?: JobPlace },
    baseUrl?: string,
  ): Promise<{ jobs: JobDto[]; last: JobRow | undefined; more: boolean }> {
    const found = await this.lists.rowsAfter(filter, { ...page, limit: page.limit + 1 });
    const rows = found.slice(0, page.limit);
    const jobs = await this.many(rows, page.order, baseUrl);
    return { jobs, last: rows.at(-1), more: found.length > rows.length };
  }

  total(filter: JobFilter, order: ListOrder): Promise<number> {
    return this.lists.total(filter, order);
  }

  private async many(rows: JobRow[], order: ListOrder, baseUrl: string | undefined): Promise<JobDto[]> {
    const images = await this.imagesOf(rows, baseUrl);
    const prospects = await this.prospects.ofPage(rows, order === 'queue');
    return rows.map((row, index) =>
      presentJob(row, this.around(row, images.get(row.mobilesd_job_id), prospects[index]!, baseUrl)),
    );
  }

  private async surroundings(row: JobRow, baseUrl: string | undefined): Promise<JobSurroundings> {
    const images = await this.imagesOf([row], baseUrl);
    return this.around(row, images.get(row.mobilesd_job_id), await this.prospects.of(row), baseUrl);
  }

  private imagesOf(rows: JobRow[], baseUrl: string | undefined): Promise<Map<string, JobImageDto[]>> {
    const ids = rows.filter((row) => row.image_count > 0).map((row) => row.mobilesd_job_id);
    if (!ids.length) return Promise.resolve(new Map<string, JobImageDto[]>());
    return this.gallery.imagesOf(ids, this.links.imageLink(baseUrl));
  }

  private around(
    row: JobRow,
    images: JobImageDto[] | undefined,
    prospects: Prospects,
    baseUrl = '',
  ): JobSurroundings {
    return { ...this.running.of(row), images: images ?? [], baseUrl, ...prospects };
  }
}
