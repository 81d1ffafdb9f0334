// Gathers the facts about a job that ran out of memory; what follows from them is `memory-ladder.ts`.
import { Injectable } from '@nestjs/common';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import type { DispatchError } from '../dispatch/contract/index.js';
import { JobMemory, sayBytes, sayMegapixels, type SizedJob } from '../jobs/job-memory.js';
import { JobsService } from '../jobs/jobs.service.js';
import { readStage, type MemoryStage } from '../jobs/memory-stage.js';
import { ServerFleet, type FleetServer } from '../servers/server-fleet.js';
import type { Attempt } from './attempt.js';
import type { Decision } from './failure-policy.js';
import { nextRung } from './memory-ladder.js';

@Injectable()
export class MemoryJudge {
  constructor(
    private readonly memory: JobMemory,
    private readonly registry: DispatcherRegistry,
    private readonly jobs: JobsService,
    private readonly fleet: ServerFleet,
  ) {}

  /** `unfit`: servers that lack something else. */
  async judge(attempt: Attempt, failure: DispatchError, unfit: ReadonlySet<string>): Promise<Decision> {
    const { row, server } = attempt;
    const stage = stageHere(attempt);
    const canFree = this.registry.get(row.app_type).free !== undefined;
    // The first failure may be the fault of what else was loaded.
    if (stage !== null || !canFree) await this.learn(attempt);
    const job = sizedJob(attempt);
    const isAnother = (one: FleetServer): boolean =>
      one.enabled && one.appType === row.app_type && one.id !== server.id && !unfit.has(one.id);
    const others = this.fleet.all().filter(isAnother);
    return nextRung(failure, {
      ...{ serverId: server.id, stage, canFree, batch: job.batch },
      smallerBatch: await this.smallerBatch(attempt, stage, job.batch),
      pinned: row.target_server_alias !== null,
      alternatives: others.filter(({ id }) => this.memory.fits(job, id)).length,
      circumstances: this.circumstances(job, server.id),
    });
  }

  private async learn(attempt: Attempt): Promise<void> {
    const { memory, server, attemptId } = attempt;
    if (!memory) return;
    attempt.memory = null;
    await this.memory.book.ended(memory.job, this.memory.gpuOf(server.id), attemptId, false);
  }

  private async smallerBatch(
    { row }: Attempt,
    stage: MemoryStage | null,
    batch: number,
  ): Promise<number | null> {
    const dispatcher = this.registry.get(row.app_type);
    // It was to be smaller already, and could not be made so.
    if (batch < 2 || (stage?.batch ?? batch) < batch) return null;
    let params = dispatcher.shrinkBatch?.(await this.jobs.fullParams(row)) ?? null;
    while (params && Number(params['batch_size']) >= batch) params = dispatcher.shrinkBatch!(params);
    return params && Number(params['batch_size']);
  }

  private circumstances({ megapixels, batch }: SizedJob, serverId: string): string {
    const { bytes } = this.memory.gpuOf(serverId);
    const size = megapixels > 0 ? `with ${sayMegapixels(megapixels * batch)} at once` : 'with this job';
    return bytes === null ? size : `${size} on ${sayBytes(bytes)}`;
  }
}

function stageHere({ row, server }: Attempt): MemoryStage | null {
  const stage = readStage(row.memory_stage_json);
  return stage?.serverId === server.id ? stage : null;
}

/** As it was sent, as far as that is known. */
function sizedJob({ row, memory, server }: Attempt): SizedJob {
  const stage = readStage(row.memory_stage_json);
  const staged = stage?.serverId === server.id ? stage.batch : null;
  return {
    ...{ appType: row.app_type, model: row.model ?? '', megapixels: row.megapixels ?? 0 },
    batch: memory?.batch ?? staged ?? row.batch ?? 1,
  };
}
