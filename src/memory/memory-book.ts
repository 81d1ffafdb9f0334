// Keeps what was seen of the memory that jobs need, on disk and at hand. The arithmetic is `memory-model.ts`; what
// follows for the queue is `jobs/scheduling-world.ts`, what a job without enough memory does `runner/memory-ladder.ts`.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { MemoryModel, type Bound } from './memory-model.js';
import type { Gpu, MemoryJob } from './memory-sample.js';
import { KEPT_SAMPLES, MemorySamplesRepository } from './memory-samples.repository.js';
import { PeakWatch } from './peak-watch.js';

@Injectable()
export class MemoryBook implements OnModuleInit {
  private readonly model = new MemoryModel(KEPT_SAMPLES);
  private readonly peaks = new PeakWatch();

  constructor(
    private readonly repository: MemorySamplesRepository,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    this.model.add(...(await this.repository.all()));
  }

  /** From which size on jobs of a kind are known not to fit there. */
  boundOf(kind: Pick<MemoryJob, 'appType' | 'model'>, gpu: Gpu): Bound {
    return this.model.boundOf(kind, gpu, this.clock.now());
  }

  /** About what it needs; null: nobody knows. */
  neededBytes(job: MemoryJob): number | null {
    return this.model.neededBytes(job);
  }

  /** By what was measured it needs more than the GPU has, and nothing of its kind has proved that wrong. */
  strains(job: MemoryJob, gpu: Gpu): boolean {
    if (gpu.bytes === null) return false;
    const needed = this.model.neededBytes(job);
    return needed !== null && needed > gpu.bytes && this.model.fittedSize(job, gpu) < job.size;
  }

  /** `runId`: of this try. */
  started(job: MemoryJob, gpu: Gpu, runId: string): void {
    this.peaks.started(gpu.serverId, runId, job);
  }

  /** `fitted` null: that says nothing of its memory. */
  async ended(job: MemoryJob, gpu: Gpu, runId: string, fitted: boolean | null): Promise<void> {
    this.peaks.ended(gpu.serverId, runId);
    if (fitted !== null) await this.learn(job, gpu, { fitted, peakBytes: null });
  }

  /** The most that a server says it has used since it started. */
  async readPeak(gpu: Gpu, bytes: number): Promise<void> {
    const job = this.peaks.read(gpu.serverId, bytes);
    if (job) await this.learn(job, gpu, { fitted: true, peakBytes: bytes });
  }

  private async learn(
    { appType, model, size }: MemoryJob,
    gpu: Gpu,
    seen: { fitted: boolean; peakBytes: number | null },
  ): Promise<void> {
    const sample = {
      ...{ serverId: gpu.serverId, gpuBytes: gpu.bytes },
      ...{ appType, model, size, ...seen, atMs: this.clock.now() },
    };
    if (!this.model.isNews(sample)) return;
    this.model.add(sample);
    await this.repository.add(sample);
  }
}
