// Whether jobs fit into the memory of servers, by what was learned (`memory/`): for the scheduler, for the runner, and in
// words for whoever asks why a job waits.
import { Injectable } from '@nestjs/common';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import { FAILURES_COUNT_MS, type Bound } from '../memory/memory-model.js';
import { MemoryBook } from '../memory/memory-book.js';
import type { Gpu, MemoryJob } from '../memory/memory-sample.js';
import { ServerFleet } from '../servers/server-fleet.js';

/** A job as its row tells of it. */
export interface SizedJob {
  appType: string;
  /** As `modelName` writes it; empty where the job takes what is loaded. */
  model: string;
  /** Of a picture at its largest; 0: not known. */
  megapixels: number;
  /** Pictures at once. */
  batch: number;
}

const GIGABYTE = 2 ** 30;

@Injectable()
export class JobMemory {
  constructor(
    readonly book: MemoryBook,
    private readonly fleet: ServerFleet,
    private readonly registry: DispatcherRegistry,
  ) {}

  gpuOf(serverId: string): Gpu {
    return { serverId, bytes: this.fleet.byId(serverId)?.health.memory?.gpuTotalBytes ?? null };
  }

  /** Not known not to fit, in batches as small as can be made. */
  fits(job: SizedJob, serverId: string): boolean {
    return this.leastSize(job) < this.boundOf(job, serverId).size;
  }

  /** So many pictures at once are not known not to fit. */
  fitsAs(job: SizedJob, batch: number, serverId: string): boolean {
    return job.megapixels * batch < this.boundOf(job, serverId).size;
  }

  /** It was measured to need more than there is, and has not run there yet. */
  strains(job: SizedJob, serverId: string): boolean {
    return job.model !== '' && this.book.strains(asAsked(job), this.gpuOf(serverId));
  }

  /** About what it needs; null: nobody knows. */
  neededBytes(job: SizedJob): number | null {
    return job.model === '' || job.megapixels === 0 ? null : this.book.neededBytes(asAsked(job));
  }

  /** Why it is not sent there; null: it fits, as far as is known. */
  whyNot(job: SizedJob, serverId: string): string | null {
    const { failure } = this.boundOf(job, serverId);
    if (!failure || this.fits(job, serverId)) return null;
    const alias = this.fleet.byId(serverId)?.alias ?? serverId;
    const until = new Date(failure.atMs + FAILURES_COUNT_MS).toISOString();
    const had = failure.gpuBytes === null ? '' : ` on a GPU of ${sayBytes(failure.gpuBytes)}`;
    return (
      `"${alias}" has too little GPU memory for it${sayGpu(this.gpuOf(serverId))}: ${failure.model} ran out of it${had} ` +
      `with ${sayMegapixels(failure.size)} at once, and this job needs ${sayMegapixels(this.leastSize(job))}. ` +
      `Not tried there before ${until}, unless the job is cancelled and retried.`
    );
  }

  private boundOf(job: SizedJob, serverId: string): Bound {
    return this.book.boundOf(job, this.gpuOf(serverId));
  }

  private leastSize({ appType, megapixels, batch }: SizedJob): number {
    const canShrink = this.registry.has(appType) && this.registry.get(appType).shrinkBatch !== undefined;
    return megapixels * (canShrink ? 1 : batch);
  }
}

export function sayBytes(bytes: number): string {
  return `${(bytes / GIGABYTE).toFixed(1).replace(/\.0$/, '')} GB`;
}

/** "4.19 megapixels". */
export function sayMegapixels(size: number): string {
  return `${Number(size.toPrecision(3))} megapixels`;
}

function sayGpu({ bytes }: Gpu): string {
  return bytes === null ? '' : ` (${sayBytes(bytes)})`;
}

function asAsked({ appType, model, megapixels, batch }: SizedJob): MemoryJob {
  return { appType, model, size: megapixels * batch };
}
