// Generations that fail on their server, and answers that are spoilt: what becomes of the job, in state, words and retries.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Garbage } from '../../simulators/forge/index.js';
import { ScenarioBench } from '../support/scenario-bench.js';

let bench: ScenarioBench;
beforeAll(async () => {
  bench = await ScenarioBench.open();
});
afterEach(() => bench.clear());
afterAll(() => bench.close());

describe('a generation that fails on its server', () => {
  it('is tried again, with the same seed', async () => {
    const { alias, simulator } = await bench.serve({ knobs: { failAtStep: { value: 2, times: 1 } } });
    const id = await bench.api.submit({ server: alias, params: { seed: -1 } });
    await bench.api.ended(id, 'completed');
    expect(await bench.story(id)).toEqual({
      status: 'completed',
      retries: 1,
      attempts: ['server_error', 'completed'],
      generations: ['failed', 'completed'],
    });
    expect(new Set(simulator.generations.map(({ seed }) => seed)).size).toBe(1);
  });

  it('fails the job when its retries are spent, with the server’s own words', async () => {
    const { alias } = await bench.serve({ knobs: { failAtStep: 2 } });
    const id = await bench.api.submit({ server: alias, maxRetries: 1 });
    const job = await bench.api.ended(id, 'failed');
    expect(job.error).toMatchObject({
      code: 'server_error',
      server_alias: alias,
      message: expect.stringContaining('Tried 2 times'),
    });
    expect(job.error?.server_message).toContain('simulated error in the denoiser');
    expect(await bench.story(id)).toMatchObject({ retries: 1, generations: ['failed', 'failed'] });
    expect(job.actions).toContain('retry');
  });

  it('runs when a person puts it back into the queue', async () => {
    const { alias } = await bench.serve({ knobs: { failAtStep: { value: 1, times: 1 } } });
    const id = await bench.api.submit({ server: alias, maxRetries: 0 });
    await bench.api.ended(id, 'failed');
    await bench.api.act(id, 'retry');
    expect(await bench.api.ended(id, 'completed')).toMatchObject({ retry_count: 0, error: null });
  });

  it('goes to another server when memory runs out on the first', async () => {
    const small = await bench.serve({ knobs: { outOfMemory: true } });
    const large = await bench.serve({ gpuBytes: 24 * 2 ** 30 }, { draining: true });
    const id = await bench.api.submit({ maxRetries: 0 });
    await bench.api.jobThat(id, (job) => job.attempt === 2 && job.status === 'pending');
    await bench.api.ok('POST', `/api/v1/servers/${encodeURIComponent(large.alias)}/resume`);
    expect(await bench.api.ended(id, 'completed')).toMatchObject({ server_alias: large.alias });
    expect(await bench.story(id)).toMatchObject({
      retries: 0,
      attempts: ['out_of_memory', 'out_of_memory', 'completed'],
    });
    expect(small.simulator.generations.every(({ outcome }) => outcome === 'failed')).toBe(true);
  });

  it('says what to do when memory runs out everywhere', async () => {
    const { alias } = await bench.serve({ knobs: { outOfMemory: true } });
    const id = await bench.api.submit({ server: alias, maxRetries: 0 });
    const { error } = await bench.api.ended(id, 'failed');
    expect(error).toMatchObject({
      code: 'out_of_memory',
      message: expect.stringContaining('make the image or the batch smaller'),
    });
    expect(error?.server_message).toContain('CUDA out of memory');
  });

  it.each([
    ['diskFull', 'forge', 'server_disk_full'],
    ['nan', 'a1111', 'nan_result'],
  ] as const)('is tried again after %s on %s', async (knob, dialect, code) => {
    // Only a server that saves its pictures notices that its disk is full.
    const settings = { options: { fetch_lost_results: knob === 'diskFull' } };
    const { alias } = await bench.serve({ dialect, knobs: { [knob]: { value: true, times: 1 } } }, settings);
    const id = await bench.api.submit({ server: alias });
    await bench.api.ended(id, 'completed');
    expect(await bench.story(id)).toMatchObject({ retries: 1, attempts: [code, 'completed'] });
  });

  it('is not tried again when the parameters are at fault', async () => {
    const { alias } = await bench.serve();
    const id = await bench.api.submit({
      server: alias,
      params: { alwayson_scripts: { 'No Such Script': { args: [] } } },
    });
    const { error } = await bench.api.ended(id, 'failed');
    expect(error?.code).toBe('script_not_found');
    expect(await bench.story(id)).toMatchObject({ retries: 0, generations: [] });
  });
});

describe('an answer that is spoilt', () => {
  it.each([
    ['html502', 'bad_gateway'],
    ['notJson', 'bad_answer'],
    ['notAnImage', 'bad_answer'],
    ['wrongShape', 'bad_answer'],
    ['truncated', 'result_lost'],
  ] as [Garbage, string][])('(%s) costs a retry and nothing more', async (kind, code) => {
    const { alias } = await bench.serve({ knobs: { garbage: { value: kind, times: 1 } } });
    const id = await bench.api.submit({ server: alias });
    const job = await bench.api.ended(id, 'completed');
    expect(await bench.story(id)).toEqual({
      status: 'completed',
      retries: 1,
      attempts: [code, 'completed'],
      generations: ['completed', 'completed'],
    });
    expect(job.images).toHaveLength(1);
  });

  it('is waited for when it only trickles, longer than a stalled generation would be', async () => {
    const stallMs = 2_000;
    const hasty = await ScenarioBench.open({ STALL_TIMEOUT_MS: String(stallMs) });
    const { alias, simulator } = await hasty.serve({ knobs: { slowBody: 25 } });
    const id = await hasty.api.submit({ server: alias });
    await hasty.api.ended(id, 'completed');
    const [generation] = simulator.generations;
    expect(Date.now() - (generation?.endedAt ?? Infinity)).toBeGreaterThan(stallMs);
    expect(await hasty.story(id)).toMatchObject({ attempts: ['completed'], generations: ['completed'] });
    await hasty.clear();
    await hasty.close();
  });

  it('may come late, and with pictures that are no results', async () => {
    const { alias } = await bench.serve({ knobs: { latencyMs: 250, extraImages: 2 } });
    const id = await bench.api.submit({ server: alias, params: { batch_size: 2 } });
    const job = await bench.api.ended(id, 'completed');
    const roles = job.images.map(({ role }) => role);
    expect(roles.filter((role) => role === 'image')).toHaveLength(2);
    expect(roles.filter((role) => role === 'auxiliary')).toHaveLength(2);
    expect(job.images.slice(0, 2).map(({ role, seed }) => [role, seed])).toEqual([
      ['image', 7],
      ['image', 8],
    ]);
  });
});
