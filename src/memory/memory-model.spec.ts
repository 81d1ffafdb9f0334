import { beforeEach, describe, expect, it } from '@jest/globals';
import { familyOf } from './model-family.js';
import { FAILURES_COUNT_MS, MemoryModel } from './memory-model.js';
import type { Gpu, MemorySample } from './memory-sample.js';
import { PeakWatch } from './peak-watch.js';

const GB = 2 ** 30;
const small: Gpu = { serverId: 'small', bytes: 8 * GB };
const large: Gpu = { serverId: 'large', bytes: 24 * GB };
const mute: Gpu = { serverId: 'mute', bytes: null };
const kind = { appType: 'forge', model: 'one-xl' };
const job = (size: number, model = 'one-xl') => ({ appType: 'forge', model, size });

const sample = (gpu: Gpu, size: number, more: Partial<MemorySample> = {}): MemorySample => ({
  ...{ ...job(size), serverId: gpu.serverId, gpuBytes: gpu.bytes },
  ...{ fitted: true, peakBytes: null, atMs: 0, ...more },
});
const failed = (gpu: Gpu, size: number, more: Partial<MemorySample> = {}) =>
  sample(gpu, size, { fitted: false, ...more });

describe(MemoryModel.name, () => {
  let model: MemoryModel;
  const bound = (gpu: Gpu, nowMs = 0, of = kind) => model.boundOf(of, gpu, nowMs).size;
  beforeEach(() => {
    model = new MemoryModel();
  });

  it('knows nothing at first', () => {
    expect([bound(small), model.neededBytes(job(1))]).toEqual([Infinity, null]);
  });

  it('learns from a failure that such a job and larger ones do not fit there, nor on smaller GPUs', () => {
    model.add(failed(small, 4));
    expect(bound(small)).toBe(4);
    expect(bound({ serverId: 'smaller', bytes: 6 * GB })).toBe(4);
    expect(bound(large)).toBe(Infinity);
    expect(model.boundOf(kind, small, 0).failure).toMatchObject({ serverId: 'small', size: 4 });
  });

  it('trusts no failure at a size that has run on such a GPU', () => {
    model.add(sample(small, 4), failed(small, 4));
    expect(bound(small)).toBe(Infinity);
    model.add(failed(small, 6));
    expect(bound(small)).toBe(6);
    model.add(sample({ serverId: 'another', bytes: 6 * GB }, 9));
    expect(bound(small)).toBe(Infinity);
  });

  it('is not impressed by what runs on larger GPUs', () => {
    model.add(failed(small, 4), sample(large, 9));
    expect(bound(small)).toBe(4);
  });

  it('keeps what it knows of a server that tells nothing of its GPU to that server', () => {
    model.add(failed(mute, 4));
    expect([bound(mute), bound(small)]).toEqual([4, Infinity]);
  });

  it('forgets a failure after a day', () => {
    model.add(failed(small, 4, { atMs: 1_000 }));
    expect(bound(small, FAILURES_COUNT_MS)).toBe(4);
    expect(bound(small, FAILURES_COUNT_MS + 1_000)).toBe(Infinity);
  });

  it('takes a model that it does not know for one of its family', () => {
    model.add(failed(small, 4), sample(large, 2, { peakBytes: 10 * GB }));
    const unknown = { appType: 'forge', model: 'two-xl' };
    expect(bound(small, 0, unknown)).toBe(4);
    expect(bound(small, 0, { ...unknown, model: 'other' })).toBe(Infinity);
    expect(bound(small, 0, { ...unknown, appType: 'comfyui' })).toBe(Infinity);
    expect(model.neededBytes(job(2, 'two-xl'))).toBe(10 * GB);
    model.add(sample(small, 4, unknown));
    expect(bound(small, 0, unknown)).toBe(Infinity);
  });

  it('draws a line through what was measured', () => {
    model.add(sample(large, 1, { peakBytes: 6 * GB }));
    expect([0.5, 1, 2].map((size) => model.neededBytes(job(size)))).toEqual([6 * GB, 6 * GB, null]);
    model.add(sample(large, 3, { peakBytes: 10 * GB }), sample(large, 3, { peakBytes: 9 * GB }));
    expect([2, 3, 5].map((size) => model.neededBytes(job(size)))).toEqual([8 * GB, 10 * GB, 14 * GB]);
  });

  it('says what is worth keeping', () => {
    model.add(sample(small, 2), sample(small, 2, { peakBytes: 5 * GB }));
    const news = [
      sample(small, 1),
      sample(small, 3),
      sample(large, 1),
      failed(small, 1),
      sample(small, 9, { model: '' }),
    ];
    expect(news.map((one) => model.isNews(one))).toEqual([false, true, true, true, false]);
    const peaks = [5.1, 5.5].map((gigabytes) => sample(small, 2, { peakBytes: gigabytes * GB }));
    expect(peaks.map((one) => model.isNews(one))).toEqual([false, true]);
  });

  it('keeps the newest', () => {
    model = new MemoryModel(1);
    model.add(failed(small, 4), sample(large, 1));
    expect(bound(small)).toBe(Infinity);
  });
});

describe(PeakWatch.name, () => {
  let watch: PeakWatch;
  const run = (id: string, one = job(1)): void => {
    watch.started('s', id, one);
    watch.ended('s', id);
  };
  beforeEach(() => {
    watch = new PeakWatch();
    watch.read('s', 100);
  });

  it('gives a peak to the only job that ran while it rose', () => {
    run('a');
    expect(watch.read('s', 200)).toEqual(job(1));
    run('b', job(2));
    expect(watch.read('s', 200)).toBeNull();
    run('c', job(2));
    run('d', job(2));
    expect(watch.read('s', 300)).toEqual(job(2));
  });

  it('waits for the end of a job that is the first of its kind', () => {
    watch.started('s', 'a', job(1));
    expect(watch.read('s', 150)).toBeNull();
    watch.ended('s', 'a');
    expect(watch.read('s', 200)).toEqual(job(1));
  });

  it('gives it to nobody when jobs of two kinds ran', () => {
    run('a', job(1));
    watch.started('s', 'b', job(2));
    expect(watch.read('s', 200)).toBeNull();
    watch.ended('s', 'b');
    expect(watch.read('s', 300)).toEqual(job(2));
  });

  it('begins anew with a server that has started again, and with one that it has not seen', () => {
    run('a');
    expect(watch.read('s', 50)).toBeNull();
    watch.started('new', 'b', job(1));
    watch.ended('new', 'b');
    expect(watch.read('new', 500)).toBeNull();
  });
});

describe(familyOf.name, () => {
  it.each([
    ['ponydiffusionv6xl', 'sdxl'],
    ['juggernautxl_v9', 'sdxl'],
    ['flux1-dev-q8', 'flux'],
    ['v1-5-pruned-emaonly', 'sd1'],
    ['sd3.5_large', 'sd3'],
    ['dreamlike', null],
  ])('takes %s for %s', (name, family) => {
    expect(familyOf(name)).toBe(family);
  });
});
