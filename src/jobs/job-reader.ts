// Jobs as clients see them: rows joined with what servers, gallery and the running attempts know of them.
import { Injectable } from '@nestjs/common';
import { GalleryService } from '../gallery/gallery.service.js';
import { JobCountsRepository } from './job-counts.repository.js';
import { JobListRepository, type JobFilter, type JobPage } from './job-list.repository.js';
import type { JobRow } from './job.js';
import { presentDetails, presentJob, type JobSurroundings } from './job-presenter.js';
import type { JobDetailsDto, JobDto } from './job-status.dto.js';
import { LiveProgress } from './live-progress.js';
import { JobOutlook } from './job-outlook.js';
import { waitingReason } from './waiting-reason.js';

@Injectable()
export class JobReader {
  constructor(
    private readonly lists: JobListRepository,
    private readonly counts: JobCountsRepository,
    private readonly gallery: GalleryService,
    private readonly outlook: JobOutlook,
    private readonly live: LiveProgress,
  ) {}

  async one(row: JobRow): Promise<JobDto> {
    return presentJob(row, await this.surroundings(row));
  }

  async details(row: JobRow): Promise<JobDetailsDto> {
    return presentDetails(row, await this.surroundings(row), await this.lists.attempts(row.mobilesd_job_id));
  }

  async list(filter: JobFilter, page: JobPage): Promise<{ total: number; jobs: JobDto[] }> {
    const { total, rows } = await this.lists.list(filter, page);
    const images = await this.gallery.imagesOf(
      rows.filter((row) => row.image_count > 0).map((row) => row.mobilesd_job_id),
    );
    const outlook = this.outlook.at(null);
    const jobs = rows.map((row, index) => {
      const queuePosition = page.order === 'queue' ? page.offset + index + 1 : null;
      return presentJob(row, {
        ...this.known(row),
        images: images.get(row.mobilesd_job_id) ?? [],
        queuePosition,
        waitingReason: waitingReason(row, { ...outlook, ahead: queuePosition && queuePosition - 1 }),
      });
    });
    return { total, jobs };
  }

  private async surroundings(row: JobRow): Promise<JobSurroundings> {
    const ahead = row.status === 'pending' ? await this.counts.ahead(row) : null;
    const images = row.image_count > 0 ? await this.gallery.imagesOf([row.mobilesd_job_id]) : undefined;
    return {
      ...this.known(row),
      images: images?.get(row.mobilesd_job_id) ?? [],
      queuePosition: ahead === null ? null : ahead + 1,
      waitingReason: waitingReason(row, this.outlook.at(ahead)),
    };
  }

  private known(row: JobRow): Pick<JobSurroundings, 'serverAlias' | 'live' | 'hasPreview'> {
    const running = row.status === 'processing';
    return {
      serverAlias: this.outlook.aliasOf(row.server_id),
      live: running ? this.live.progressOf(row.mobilesd_job_id) : undefined,
      hasPreview: running && this.live.previewOf(row.mobilesd_job_id) !== undefined,
    };
  }
}
