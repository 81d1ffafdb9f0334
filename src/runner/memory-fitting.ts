// Before a job is sent: into as small batches as its server needs them, and models unloaded where that is its turn.
import { Injectable } from '@nestjs/common';
import type { JsonObject } from '../common/json.js';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import { JobMemory } from '../jobs/job-memory.js';
import { readStage, type MemoryStage } from '../jobs/memory-stage.js';
import type { Attempt } from './attempt.js';
import { ModelUnloader } from './model-unloader.js';

export interface Fitted {
  params: JsonObject;
  /** What was changed, in words. */
  warnings: string[];
}

@Injectable()
export class MemoryFitting {
  constructor(
    private readonly registry: DispatcherRegistry,
    private readonly memory: JobMemory,
    private readonly unloader: ModelUnloader,
  ) {}

  async fit(attempt: Attempt, asked: JsonObject): Promise<Fitted> {
    const { row, server } = attempt;
    const stage = readStage(row.memory_stage_json);
    const isHere = stage?.serverId === server.id;
    if (isHere && stage.rung === 'unload') await this.unloader.makeRoom(server);
    const most = (batch: number): boolean =>
      isHere && stage.batch !== null ? batch <= stage.batch : this.mayFit(attempt, stage, batch);
    const params = this.shrunk(row.app_type, asked, most);
    this.remember(attempt, batchOf(params));
    return { params, warnings: params === asked ? [] : [smallerWarning(asked, params)] };
  }

  /** Its try has come to an end. */
  async ended({ memory, server, attemptId }: Attempt): Promise<void> {
    if (memory)
      await this.memory.book.ended(memory.job, this.memory.gpuOf(server.id), attemptId, memory.fitted);
  }

  private mayFit({ row, server }: Attempt, stage: MemoryStage | null, batch: number): boolean {
    if (stage?.rung === 'anyway') return true;
    const { app_type: appType, model, megapixels } = row;
    return this.memory.fitsAs(
      { appType, model: model ?? '', megapixels: megapixels ?? 0, batch },
      batch,
      server.id,
    );
  }

  private shrunk(appType: string, asked: JsonObject, isSmall: (batch: number) => boolean): JsonObject {
    const dispatcher = this.registry.get(appType);
    let params = asked;
    while (!isSmall(batchOf(params))) {
      const smaller = dispatcher.shrinkBatch?.(params);
      if (!smaller) break;
      params = smaller;
    }
    return params;
  }

  private remember(attempt: Attempt, batch: number): void {
    const { row, server, attemptId } = attempt;
    const { app_type: appType, model, megapixels } = row;
    if (!model || !megapixels) return;
    const job = { appType, model, size: megapixels * batch };
    attempt.memory = { job, batch, fitted: null };
    this.memory.book.started(job, this.memory.gpuOf(server.id), attemptId);
  }
}

function batchOf(params: JsonObject): number {
  const batch = params['batch_size'];
  return typeof batch === 'number' && batch > 0 ? batch : 1;
}

function smallerWarning(asked: JsonObject, sent: JsonObject): string {
  const [from, to] = [batchOf(asked), batchOf(sent)];
  return `Sent with ${to} pictures at once instead of ${from}, for want of GPU memory: the same pictures, with the same seeds, in the same order.`;
}
