// Servers whose GPU is too small for a job, or that share one: what becomes of the job, and what is learned from it.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ForgeSimulator } from '../../simulators/forge/index.js';
import { JobMemory } from '../../src/jobs/job-memory.js';
import { eventually } from '../support/eventually.js';
import { ScenarioBench } from '../support/scenario-bench.js';
import { overlaps } from '../support/server-records.js';
import { makeTempFolder, removeFolder } from '../support/temp-folder.js';
import { startApp } from '../support/start-app.js';
import { startForgeSimulator } from '../../simulators/forge/index.js';

const GB = 2 ** 30;
const BATCH = { batch_size: 4, n_iter: 1, seed: 70, checkpoint_name: 'modelA.safetensors' };
const unloads = ({ requests }: ForgeSimulator): number =>
  requests.filter(({ path }) => path.endsWith('/unload-checkpoint')).length;
const batches = ({ generations }: ForgeSimulator): unknown[] =>
  generations.map(({ payload }) => (payload as { batch_size: number }).batch_size);

describe('a job that needs more memory than there is', () => {
  let bench: ScenarioBench;
  beforeAll(async () => {
    bench = await ScenarioBench.open();
  });
  afterEach(() => bench.clear());
  afterAll(() => bench.close());

  it('runs after the models are unloaded, then in smaller batches, with the same pictures in the same order', async () => {
    const { alias, simulator } = await bench.serve({ knobs: { outOfMemory: { value: true, times: 2 } } });
    const id = await bench.api.submit({ params: BATCH, maxRetries: 0 });
    await bench.api.ended(id, 'completed');
    const job = await bench.api.details(id);
    expect(await bench.story(id)).toMatchObject({
      retries: 0,
      attempts: ['out_of_memory', 'out_of_memory', 'completed'],
    });
    expect([batches(simulator), unloads(simulator)]).toEqual([[4, 4, 2], 1]);
    expect(job.images.map(({ seed }) => seed)).toEqual([70, 71, 72, 73]);
    expect(job.generation_params).toMatchObject({ batch_size: 4, n_iter: 1 });
    expect(job.sent).toMatchObject({ body: { batch_size: 2, n_iter: 2 } });
    expect(job.warnings).toMatchObject([
      { message: expect.stringContaining('2 pictures at once instead of 4') },
    ]);
    const server = await bench.api.server(alias);
    expect(server.health).toMatchObject({ circuit: { state: 'closed', failures: 0 } });
  });

  it('is sent in batches that fit, once those that do not are known', async () => {
    const { simulator } = await bench.serve({
      gpuBytes: 7 * GB,
      knobs: { outOfMemory: { value: true, times: 2 } },
    });
    const params = { ...BATCH, checkpoint_name: 'modelB.safetensors' };
    for (const sizes of [
      [4, 4, 2],
      [4, 4, 2, 2],
    ]) {
      await bench.api.ended(await bench.api.submit({ params }), 'completed');
      expect(batches(simulator)).toEqual(sizes);
    }
  });

  it('waits, with the numbers, where it is known not to fit; others run, and so does it when it is retried', async () => {
    const { alias, simulator } = await bench.serve({ gpuBytes: 6 * GB, knobs: { outOfMemory: true } });
    const checkpoint_name = 'dummyPony_v1.safetensors';
    const large = { params: { checkpoint_name, width: 512, height: 512 } };
    const first = await bench.api.ended(await bench.api.submit(large), 'failed');
    expect(first.error?.message).toContain('also after the models there were unloaded');
    expect(first.error?.message).toContain('0.262 megapixels at once on 6 GB');
    simulator.knobs.outOfMemory = null;
    const second = await bench.api.submit(large);
    await bench.api.ended(await bench.api.submit({ params: { checkpoint_name } }), 'completed');
    const { waiting_reason: reason } = await bench.api.job(second);
    expect(reason).toMatchObject({ code: 'no_server_with_memory' });
    expect(reason?.message).toContain(`"${alias}" has too little GPU memory for it (6 GB)`);
    expect(reason?.message).toContain('0.262 megapixels');
    await bench.api.act(second, 'cancel');
    await bench.api.act(second, 'retry');
    await bench.api.ended(second, 'completed');
    await bench.api.ended(await bench.api.submit(large), 'completed');
  });

  it('goes on where it was when StableQueue ends meanwhile', async () => {
    const dataDir = makeTempFolder('memory');
    const simulator = await startForgeSimulator({ stepMs: 25, loadMs: 0, knobs: { outOfMemory: 8 } });
    const before = await startApp({}, dataDir);
    await before.api.addServer({ alias: 'small', base_url: simulator.url });
    const id = await before.api.submit({ params: { ...BATCH, steps: 10 } });
    await before.api.jobThat(id, ({ attempt, step }) => attempt === 2 && (step ?? 0) > 0);
    await before.api.pause();
    await before.api.jobThat(id, ({ status }) => status === 'pending');
    await before.stop();
    simulator.knobs.outOfMemory = null;
    const after = await startApp({}, dataDir);
    await after.api.resume();
    await after.api.ended(id, 'completed');
    expect([batches(simulator), unloads(simulator)]).toEqual([[4, 4, 2], 1]);
    await after.stop();
    await simulator.close();
    await removeFolder(dataDir);
  });
});

describe('servers that share a GPU', () => {
  let bench: ScenarioBench;
  beforeAll(async () => {
    bench = await ScenarioBench.open();
  });
  afterAll(async () => {
    await bench.clear();
    await bench.close();
  });

  it('run jobs one after the other until it is known that they fit together', async () => {
    const one = await bench.serve({ stepMs: 40 }, { gpu: 'rtx' });
    const two = await bench.serve({ stepMs: 40 }, { gpu: 'rtx' });
    const params = { checkpoint_name: 'modelA.safetensors', steps: 10 };
    const pair = async (): Promise<[string, string][]> => {
      const ids = await Promise.all(
        [one, two].map(({ alias }) => bench.api.submit({ server: alias, params })),
      );
      for (const id of ids) await bench.api.ended(id, 'completed');
      const ran = bench.generations.filter(({ taskId }) => ids.some((id) => taskId.includes(id)));
      expect(ran).toHaveLength(2);
      return overlaps(ran);
    };
    expect(await pair()).toEqual([]);
    // Each look at the servers reads the peak of what they have used: 3.5 of 8 GB.
    const memory = bench.running.app.get(JobMemory, { strict: false });
    const job = { appType: 'forge', model: 'modela', megapixels: 0.004096, batch: 1 };
    await eventually(() => memory.neededBytes(job) === 3.5 * GB);
    expect(await pair()).toHaveLength(1);
  });
});
