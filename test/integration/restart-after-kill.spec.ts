// kill -9 at each stage of a job's life: what the next start makes of it.
import { afterAll, describe, expect, it } from '@jest/globals';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, moment } from '../support/eventually.js';
import { LONG, RestartBench } from '../support/restart-bench.js';

let bench: RestartBench;
afterAll(() => bench.close());

describe('a start after kill -9', () => {
  it('runs jobs that waited, in their order', async () => {
    bench = await RestartBench.next(bench, { simulator: { stepMs: 1 } });
    await bench.api.pause();
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push(await bench.api.submit());
    await bench.server.kill9();
    await bench.start();
    expect((await bench.api.queue()).paused).toBe(true);
    await bench.api.resume();
    for (const id of ids) await bench.expectCompletedOnce(id);
    expect(bench.gpu.generations.map(({ taskId }) => ids.findIndex((id) => taskId.includes(id)))).toEqual([
      0, 1, 2, 3, 4,
    ]);
  });

  it('still makes a job wait for one that ran, and then runs it with that one’s picture', async () => {
    bench = await RestartBench.next(bench, { fetches: true });
    const first = await bench.api.submit({ params: LONG });
    const taken = { init_images: [{ from_job: first, image: 0 }], steps: 2 };
    const second = await bench.api.submit({ params: taken, priority: 10 });
    await bench.sampling(first);
    await bench.server.kill9();
    await bench.start();
    expect((await bench.api.job(second)).waiting_reason?.code).toBe('waiting_for_jobs');
    await bench.expectCompletedOnce(first);
    await bench.expectCompletedOnce(second);
    expect(bench.generations(second)[0]?.kind).toBe('img2img');
  });

  it('goes on with a job whose server was still loading the model', async () => {
    bench = await RestartBench.next(bench, { simulator: { loadMs: 2_500, stepMs: 5 }, fetches: true });
    const id = await bench.api.submit({ params: LONG });
    await eventually(() => bench.generations(id).length === 1);
    await bench.server.kill9();
    expect(bench.generations(id)[0]?.outcome).toBe('running');
    await bench.start();
    await bench.expectCompletedOnce(id);
    expect(bench.generations(id)).toHaveLength(1);
  });

  it('goes on with a job in the middle of sampling', async () => {
    bench = await RestartBench.next(bench, { fetches: true });
    const id = await bench.api.submit({ params: LONG });
    await bench.sampling(id);
    await bench.server.kill9();
    await bench.start();
    await bench.expectCompletedOnce(id);
    expect(bench.generations(id)).toHaveLength(1);
  });

  it('never lets a job run beside its own former self', async () => {
    bench = await RestartBench.next(bench);
    const id = await bench.api.submit({ params: LONG });
    await bench.sampling(id);
    await bench.server.kill9();
    await bench.start();
    await bench.expectCompletedOnce(id);
    const [first, second] = bench.generations(id);
    expect(second?.requestedAt).toBeGreaterThanOrEqual(first?.endedAt ?? Infinity);
  });

  it('does not lose a job whose picture was being saved', async () => {
    bench = await RestartBench.next(bench, { simulator: { stepMs: 1 } });
    const outputs = join(bench.dataDir, 'outputs');
    renameSync(outputs, `${outputs}-away`);
    writeFileSync(outputs, 'a file in the place of the folder');
    const id = await bench.api.submit({ params: { seed: -1 } });
    const job = await bench.api.jobThat(id, (one) => one.waiting_reason?.code === 'storage_failed');
    expect(job).toMatchObject({ status: 'processing', phase: 'saving' });
    await bench.server.kill9();
    rmSync(outputs);
    renameSync(`${outputs}-away`, outputs);
    await bench.start();
    await bench.expectCompletedOnce(id);
  });

  it('runs a job again that its server forgot meanwhile', async () => {
    bench = await RestartBench.next(bench);
    const id = await bench.api.submit({ params: LONG });
    await bench.sampling(id);
    await bench.server.kill9();
    await bench.gpu.restart();
    await bench.start();
    await bench.expectCompletedOnce(id);
    expect(bench.generations(id).map(({ outcome }) => outcome)).toEqual(['lost', 'completed']);
  });

  it('waits for a server that is away before it judges what became of the job', async () => {
    bench = await RestartBench.next(bench, { simulator: { stepMs: 20 } });
    const id = await bench.api.submit({ params: LONG });
    await bench.sampling(id);
    await bench.server.kill9();
    const repaired = moment();
    const back = bench.gpu.restart(repaired.comes);
    await bench.start();
    const job = await bench.api.jobThat(id, (one) => one.waiting_reason?.code === 'server_offline');
    expect(job.status).toBe('processing');
    repaired.come();
    await back;
    await bench.expectCompletedOnce(id);
  });

  it('stops a job that was cancelled just before', async () => {
    bench = await RestartBench.next(bench, { simulator: { stepMs: 300 } });
    const id = await bench.api.submit({ params: LONG });
    await eventually(() => bench.generations(id).length === 1);
    bench.gpu.knobs.latencyMs = 400;
    await bench.api.act(id, 'cancel');
    await bench.server.kill9();
    bench.gpu.knobs.latencyMs = null;
    await bench.start();
    await eventually(() => bench.generations(id)[0]?.outcome === 'interrupted');
    const next = await bench.api.submit({ params: { steps: 1 } });
    await bench.api.ended(next, 'completed');
    expect(await bench.api.job(id)).toMatchObject({ status: 'cancelled', images: [] });
  });
});
