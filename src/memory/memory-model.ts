// Which jobs fit into which GPUs, learned from those before them. Pure: samples in, answers out; `memory-book.ts` feeds
// it. Two kinds of knowledge: bounds (it ran on a GPU of so much; it failed there at this size and nothing as large ever
// ran there) and, where servers tell, what jobs used at most. A model that nothing is known of is taken to be like the
// others of its family.
import { isNoLarger, isNoSmaller, type Gpu, type MemoryJob, type MemorySample } from './memory-sample.js';
import { familyOf } from './model-family.js';

/** A failure counts for so long: whatever else was wrong then may be mended, and one job finds out. */
export const FAILURES_COUNT_MS = 86_400_000;
const PEAK_NEWS = 0.05;

export interface Bound {
  /** Jobs of this size (megapixels at once) and more do not fit; `Infinity`: none is known that does not. */
  size: number;
  /** The failure behind it; null when there is none. */
  failure: MemorySample | null;
}

type Kind = Pick<MemoryJob, 'appType' | 'model'>;

const NO_BOUND: Bound = { size: Infinity, failure: null };

export class MemoryModel {
  private samples: readonly MemorySample[] = [];
  /** Of models, and of families. */
  private readonly groups = new Map<string, MemorySample[]>();
  private readonly bounds = new Map<string, { bound: Bound; untilMs: number }>();

  /** `keep`: the most recent ones that count. */
  constructor(private readonly keep = 2_000) {}

  add(...samples: readonly MemorySample[]): void {
    this.samples = [...this.samples, ...samples.filter(({ model }) => model !== '')].slice(-this.keep);
    this.bounds.clear();
    this.groups.clear();
    for (const sample of this.samples)
      for (const key of keysOf(sample)) this.groups.set(key, [...(this.groups.get(key) ?? []), sample]);
  }

  /** From which size on jobs of a kind are known not to fit. */
  boundOf(kind: Kind, gpu: Gpu, nowMs: number): Bound {
    const key = JSON.stringify([kind.appType, kind.model, gpu.serverId, gpu.bytes]);
    const known = this.bounds.get(key);
    if (known && nowMs < known.untilMs) return known.bound;
    const bound = this.findBound(kind, gpu, nowMs);
    this.bounds.set(key, {
      bound,
      untilMs: bound.failure ? bound.failure.atMs + FAILURES_COUNT_MS : Infinity,
    });
    return bound;
  }

  /** The largest size of a kind that has been seen to fit into a GPU of that kind; 0: none. */
  fittedSize(kind: Kind, gpu: Gpu): number {
    const fitted = this.like(kind).filter((one) => one.fitted && isNoLarger(one, gpu));
    return Math.max(0, ...fitted.map(({ size }) => size));
  }

  /** About what a job needs, as far as that was measured; null: nobody knows. */
  neededBytes(job: MemoryJob): number | null {
    const own = peaksOf(this.groups.get(modelKey(job)) ?? []);
    return between(own.length ? own : peaksOf(this.familyOf(job)), job.size);
  }

  /** Whether a sample says what is not known yet. */
  isNews(sample: MemorySample): boolean {
    if (sample.model === '') return false;
    if (!sample.fitted) return true;
    const own = (this.groups.get(modelKey(sample)) ?? []).filter(
      ({ fitted, serverId, gpuBytes }) =>
        fitted && serverId === sample.serverId && gpuBytes === sample.gpuBytes,
    );
    if (sample.peakBytes === null) return own.every(({ size }) => size < sample.size);
    const same = own.filter(({ size, peakBytes }) => size === sample.size && peakBytes !== null);
    const change = (one: MemorySample): number => Math.abs(one.peakBytes! / sample.peakBytes! - 1);
    return same.every((one) => change(one) > PEAK_NEWS);
  }

  private findBound(kind: Kind, gpu: Gpu, nowMs: number): Bound {
    const fitted = this.fittedSize(kind, gpu);
    let first: MemorySample | null = null;
    for (const one of this.like(kind)) {
      const counts = !one.fitted && one.atMs + FAILURES_COUNT_MS > nowMs && isNoSmaller(one, gpu);
      if (counts && one.size > fitted && (!first || one.size < first.size)) first = one;
    }
    return first ? { size: first.size, failure: first } : NO_BOUND;
  }

  private like(kind: Kind): readonly MemorySample[] {
    return this.groups.get(modelKey(kind)) ?? this.familyOf(kind);
  }

  private familyOf(kind: Kind): readonly MemorySample[] {
    const key = familyKey(kind);
    return (key !== null && this.groups.get(key)) || [];
  }
}

function keysOf(kind: Kind): string[] {
  const family = familyKey(kind);
  return family === null ? [modelKey(kind)] : [modelKey(kind), family];
}

function modelKey({ appType, model }: Kind): string {
  return JSON.stringify(['model', appType, model]);
}

function familyKey({ appType, model }: Kind): string | null {
  const family = familyOf(model);
  return family && JSON.stringify(['family', appType, family]);
}

interface Peak {
  size: number;
  bytes: number;
}

/** The most that was used at each size, smallest size first. */
function peaksOf(samples: readonly MemorySample[]): Peak[] {
  const most = new Map<number, number>();
  for (const { size, peakBytes } of samples)
    if (peakBytes !== null) most.set(size, Math.max(most.get(size) ?? 0, peakBytes));
  return [...most].map(([size, bytes]) => ({ size, bytes })).sort((a, b) => a.size - b.size);
}

/** Weights are there at every size, the rest grows with it: a line between what was seen, and on from there. */
function between(peaks: readonly Peak[], size: number): number | null {
  const above = peaks.find((peak) => peak.size >= size);
  const below = peaks.findLast((peak) => peak.size <= size);
  if (above && below) return onLine(below, above, size);
  if (above) return above.bytes;
  const [first, last] = [peaks[0], peaks.at(-1)];
  return first && last && first !== last ? Math.max(last.bytes, onLine(first, last, size)) : null;
}

function onLine(a: Peak, b: Peak, size: number): number {
  if (a.size === b.size) return a.bytes;
  return a.bytes + ((b.bytes - a.bytes) * (size - a.size)) / (b.size - a.size);
}
