// The waiting queue by bulks: what a list needs to know to show each bulk as one row and to read only the jobs that
// are looked at. One pass over the waiting jobs, in their order.
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { rowConditions, where } from './job-conditions.js';
import type { JobFilter } from './job-filter.js';
import { QUEUE_ORDER, QUEUE_SORT } from './job-list.repository.js';
import type { QueueGroupsDto } from './queue-groups.dto.js';

interface GroupRow {
  bulk: string | null;
  jobs: number;
  place: number;
  first: string;
  before: number;
}

@Injectable()
export class QueueGroupsRepository {
  constructor(private readonly database: Database) {}

  async groups(filter: JobFilter): Promise<QueueGroupsDto> {
    const { sql, values } = rowConditions({ ...filter, status: undefined }, [`status = 'pending'`]);
    const rows = await this.database.read((manager) =>
      // With min() SQLite takes the other columns of a group from the row that has the minimum.
      manager.query<GroupRow[]>(
        `WITH waiting AS (
           SELECT mobilesd_job_id, bulk_job_id, row_number() OVER queue AS place,
             sum(bulk_job_id IS NULL) OVER (queue ROWS UNBOUNDED PRECEDING) AS singles
           FROM jobs ${QUEUE_ORDER} ${where(sql)} WINDOW queue AS (ORDER BY ${QUEUE_SORT}))
         SELECT bulk_job_id AS bulk, count(*) AS jobs, min(place) AS place, mobilesd_job_id AS first, singles AS before
           FROM waiting GROUP BY bulk_job_id ORDER BY min(place)`,
        values,
      ),
    );
    const bulks = rows.filter((row) => row.bulk !== null);
    return {
      waiting_jobs: rows.reduce((sum, row) => sum + row.jobs, 0),
      single_jobs: rows.find((row) => row.bulk === null)?.jobs ?? 0,
      bulks: bulks.map((row) => ({
        bulk_job_id: row.bulk!,
        waiting_jobs: row.jobs,
        first_job_id: row.first,
        single_jobs_before: row.before,
      })),
    };
  }
}
