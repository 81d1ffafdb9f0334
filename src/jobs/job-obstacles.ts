// What stands in the way of single waiting jobs: servers that they stay away from, jobs that they wait for.
import { Injectable } from '@nestjs/common';
import { JobDependenciesRepository, type AwaitedJob } from './job-dependencies.repository.js';
import { ServerFleet } from '../servers/server-fleet.js';
import { JobExclusionsRepository } from './job-exclusions.repository.js';
import { JobMemory } from './job-memory.js';
import type { JobRow } from './job.js';
import { readStage } from './memory-stage.js';
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
    private readonly memory: JobMemory,
    private readonly fleet: ServerFleet,
  ) {}

  async of(waiting: readonly JobRow[]): Promise<(row: JobRow) => Obstacles> {
    const exclusions = await this.exclusions.of(idsOf(waiting));
    const awaited = await this.dependencies.firstOf(
      idsOf(waiting.filter((row) => row.open_dependencies > 0)),
    );
    return (row) => ({
      exclusions: [...(exclusions.get(row.mobilesd_job_id) ?? []), ...this.tooSmall(row)],
      awaited: awaited.get(row.mobilesd_job_id) ?? null,
    });
  }

  /** Servers whose GPU is known to be too small for it. */
  private tooSmall(row: JobRow): KnownExclusion[] {
    const { app_type: appType, model, megapixels, batch } = row;
    if (!megapixels || !model || readStage(row.memory_stage_json)) return [];
    const job = { appType, model, megapixels, batch: batch ?? 1 };
    return this.fleet.all().flatMap((server) => {
      const reason = server.appType === appType ? this.memory.whyNot(job, server.id) : null;
      return reason
        ? [{ serverId: server.id, until: null, reason, code: 'no_server_with_memory' as const }]
        : [];
    });
  }
}

function idsOf(rows: readonly JobRow[]): string[] {
  return rows.map((row) => row.mobilesd_job_id);
}
