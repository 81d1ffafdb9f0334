// A page of jobs as the second version of the API gives it: by cursor, or by offset for older clients.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import type { ListOrder } from './job-conditions.js';
import { readCursor, writeCursor } from './job-cursor.js';
import { fieldsOf, pick } from './job-fields.js';
import { filterOf, type JobFilter } from './job-filter.js';
import { JobReader } from './job-reader.js';
import { JOB_STATUSES, type JobStatus } from './job.entity.js';
import { isEnded } from './job-states.js';
import type { JobPageDto } from './job-status.dto.js';
import type { PageJobsDto } from './list-jobs.dto.js';
import { refuseProblems } from './submission.js';

@Injectable()
export class JobPages {
  constructor(private readonly reader: JobReader) {}

  /** @throws InvalidRequestError, CursorMismatchError */
  async page(query: PageJobsDto, who: Principal, baseUrl: string): Promise<JobPageDto> {
    const order = query.order.toLowerCase() as ListOrder;
    const filter = inOrder(filterOf(query, who), order);
    const fields = fieldsOf(query.fields);
    const bound = { ...filter, order };
    const { limit, offset } = query;
    const after = query.cursor === undefined ? undefined : readCursor(query.cursor, bound);
    const page = { order, limit, after, offset: after ? 0 : offset };
    const { jobs, last, more } = await this.reader.page(filter, page, baseUrl);
    return {
      success: true,
      ...(query.count ? { total: await this.reader.total(filter, order) } : {}),
      filters: {
        status: query.status || null,
        app_type: query.app_type || null,
        limit,
        offset,
        order: query.order,
      },
      jobs: jobs.map((job) => pick(job, fields)),
      next_cursor: more && last ? writeCursor(last, bound) : null,
    };
  }
}

/** Only what has ended has an order of ends. @throws InvalidRequestError */
function inOrder(filter: JobFilter, order: ListOrder): JobFilter {
  if (order !== 'ended') return filter;
  const status = filter.status ?? JOB_STATUSES.filter(isEnded);
  if (!status.every((one) => isEnded(one as JobStatus)))
    refuseProblems([
      { path: 'status', message: 'the order "ended" is for completed, failed and cancelled jobs' },
    ]);
  return { ...filter, status };
}
