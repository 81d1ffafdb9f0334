// What stands in the way of single waiting jobs: servers that they stay away from, jobs that they wait for.
import { Injectable } from '@nestjs/common';
import { JobDependenciesRepository, type AwaitedJob } from './job-dependencies.repository.js';
import { JobExclusionsRepository } from './job-exclusions.repository.js';
import type { JobRow } from './job.js';
import type { KnownExclusion } from './waiting-reason.js';

export interface Obstacles {
  exclusions: KnownExclusion[];
  awaited: AwaitedJob | null;
}

@Injectable()
export class JobObstacles {
  constructor(
    private readonly exclusions: JobExclusionsRepository,
    private readonly dependencies: JobDependenciesRepository,
  ) {}

  async of(waiting: readonly JobRow[]): Promise<(row: JobRow) => Obstacles> {
    const exclusions = await this.exclusions.of(idsOf(waiting));
    const awaited = await this.dependencies.firstOf(
      idsOf(waiting.filter((row) => row.open_dependencies > 0)),
    );
    return ({ mobilesd_job_id: id }) => ({
      exclusions: exclusions.get(id) ?? [],
      awaited: awaited.get(id) ?? null,
    });
  }
}

function idsOf(rows: readonly JobRow[]): string[] {
  return rows.map((row) => row.mobilesd_job_id);
}
