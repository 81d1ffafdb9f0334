import { beforeEach, describe, expect, it } from '@jest/globals';
import { chooseJob } from './choose-job.js';
import { SchedulingBench, serverView, waiting } from './fixtures/scheduling-bench.js';
import type { GpuSharing, OnGpu } from './gpu-room.js';
import { playThrough } from './play-through.js';
import { FairShares } from './fair-shares.js';
import { Passes } from './passes.js';
import type { WaitingJob } from './waiting-job.js';

const forge = serverView({ id: 'forge' });
const comfy = serverView({ id: 'comfy', appType: 'comfyui' });
const apart = serverView({ id: 'apart' });
const GPU = { name: 'the one', bytes: 24 };

/** Jobs need as many bytes as they have megapixels; nobody knows of those with none. */
const bytesOf = ({ megapixels }: WaitingJob): number | null => megapixels || null;

describe('servers that share a GPU', () => {
  let queue: SchedulingBench;
  let running: OnGpu[];
  let starts: Record<string, number>;
  const sharing = (): GpuSharing => ({
    gpuOf: (id) => (id === 'apart' ? null : GPU),
    bytesOf,
    running,
    lastStartMs: (id) => starts[id] ?? 0,
  });
  const snapshot = () => ({ ...queue.snapshot(), sharing: sharing() });
  const next = (server = forge) => chooseJob(server, snapshot())?.job;
  beforeEach(() => {
    queue = new SchedulingBench([forge, comfy, apart]);
    [running, starts] = [[], {}];
  });

  it('run jobs together that fit together', () => {
    running = [{ serverId: 'comfy', bytes: 12 }];
    const [large, fits] = [waiting({ megapixels: 11 }), waiting({ megapixels: 10 })];
    queue.add(large);
    expect(next()).toBeUndefined();
    expect(next(apart)).toBe(large);
    queue.add(fits);
    expect(next()).toBe(fits);
  });

  it('give a job that nobody knows, or beside one that nobody knows, the GPU alone', () => {
    const unknown = waiting({ megapixels: 0 });
    queue.add(unknown);
    expect(next()).toBe(unknown);
    running = [{ serverId: 'comfy', bytes: 1 }];
    expect(next()).toBeUndefined();
    queue = new SchedulingBench([forge, comfy]);
    queue.add(waiting({ megapixels: 1 }));
    expect(next()).toBeDefined();
    running = [{ serverId: 'comfy', bytes: null }];
    expect(next()).toBeUndefined();
  });

  it('count a server by the largest of its own jobs, as it makes one at a time', () => {
    const job = waiting({ megapixels: 12 });
    queue.add(job);
    running = [{ serverId: 'forge', bytes: 20 }];
    expect(next()).toBe(job);
    running = [
      { serverId: 'forge', bytes: 4 },
      { serverId: 'comfy', bytes: 5 },
      { serverId: 'comfy', bytes: 8 },
    ];
    expect(next()).toBe(job);
    running.push({ serverId: 'comfy', bytes: 11 });
    expect(next()).toBeUndefined();
  });

  it('take turns: who finds no room is not kept waiting by neighbours that go on', () => {
    queue.add(waiting({ megapixels: 20 }), waiting({ appType: 'comfyui', megapixels: 2 }));
    running = [{ serverId: 'comfy', bytes: 12 }];
    starts = { comfy: 5 };
    expect(next(comfy)).toBeUndefined();
    starts = { comfy: 5, forge: 6 };
    expect(next(comfy)).toBeDefined();
  });

  it('are foretold the same way', () => {
    const [a, b] = [waiting({ megapixels: 20, work: 10 }), waiting({ megapixels: 20, work: 10 })];
    const other = waiting({ appType: 'comfyui', megapixels: 20, work: 10, model: 'model-a' });
    queue.servers = [forge, comfy].map((server) => ({ ...server, model: 'model-a' }));
    queue.add(a, b, other);
    running = [{ serverId: 'comfy', bytes: 20 }];
    const slots = [
      { serverId: 'forge', freeInSeconds: 0 },
      { serverId: 'comfy', freeInSeconds: 5 },
    ];
    const [shares, passes] = [new FairShares(), new Passes()];
    const played = playThrough(
      { snapshot: snapshot(), shares, passes, waiting: queue.book.copy(), slots },
      10,
    );
    expect(played.starts.map(({ serverId, startsInSeconds }) => [serverId, startsInSeconds])).toEqual([
      ['forge', 5],
      ['comfy', 15],
      ['forge', 25],
    ]);
  });
});
