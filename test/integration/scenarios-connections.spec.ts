// Servers that hang, drop the connection or die in the middle of a job: it is never made twice at once, and not lost.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { ScenarioBench } from '../support/scenario-bench.js';
import { generationsOf, overlaps } from '../support/server-records.js';

/** So long that a machine that is busy elsewhere does not look like a server that hangs. */
const STALL_MS = 2_500;

let bench: ScenarioBench;
beforeAll(async () => {
  bench = await ScenarioBench.open({
    STALL_TIMEOUT_MS: String(STALL_MS),
    FIRST_STEP_TIMEOUT_MS: String(3 * STALL_MS),
  });
});
afterEach(() => bench.clear());
afterAll(() => bench.close());

describe('a server that hangs', () => {
  it('in the middle of a job loses it after the stall time', async () => {
    const { alias, simulator } = await bench.serve({ knobs: { hangAtStep: 3 } });
    const id = await bench.api.submit({ server: alias, maxRetries: 0 });
    const { error } = await bench.api.ended(id, 'failed');
    expect(error).toMatchObject({
      code: 'no_progress',
      message: expect.stringContaining('stopped making progress'),
    });
    simulator.knobs.hangAtStep = null;
    await eventually(() => simulator.generations[0]?.outcome === 'interrupted');
  });

  it('while it loads a model loses the job after the time for the first step', async () => {
    const { alias } = await bench.serve({ knobs: { hangOnLoad: true } });
    const id = await bench.api.submit({ server: alias, maxRetries: 0 });
    const { error } = await bench.api.ended(id, 'failed');
    expect(error).toMatchObject({
      code: 'no_first_step',
      message: expect.stringContaining('loading the model'),
    });
  });

  it('gives the job to another one', async () => {
    await bench.serve({ knobs: { hangAtStep: 3 } });
    const good = await bench.serve();
    const aliasOfGood = `/api/v1/servers/${encodeURIComponent(good.alias)}`;
    await bench.api.ok('POST', `${aliasOfGood}/disable`);
    const id = await bench.api.submit();
    await bench.started(id);
    await bench.api.ok('POST', `${aliasOfGood}/enable`);
    expect(await bench.api.ended(id, 'completed')).toMatchObject({
      server_alias: good.alias,
      retry_count: 1,
    });
    expect((await bench.story(id)).attempts).toEqual(['no_progress', 'completed']);
  });

  it('is not taken for hanging while a slow model loads in time', async () => {
    const { alias } = await bench.serve({ loadMs: STALL_MS + 500 });
    const id = await bench.api.submit({ server: alias });
    await bench.api.ended(id, 'completed');
    expect(await bench.story(id)).toMatchObject({ attempts: ['completed'] });
  });
});

describe.each([
  ['in the middle', { dropConnectionAtStep: { value: 3, times: 1 } }],
  ['instead of the answer', { dropConnectionAfter: { value: true, times: 1 } }],
] as const)('a connection that breaks %s', (_when, knobs) => {
  it('lets the generation end before the job runs again', async () => {
    const { alias, simulator } = await bench.serve({ stepMs: 40, knobs });
    const id = await bench.api.submit({ server: alias, params: { steps: 12, seed: -1 } });
    await bench.api.ended(id, 'completed');
    expect(await bench.story(id)).toEqual({
      status: 'completed',
      retries: 1,
      attempts: ['result_lost', 'completed'],
      generations: ['completed', 'completed'],
    });
    expect(overlaps(simulator.generations)).toEqual([]);
    const [first, second] = generationsOf(id, simulator.generations);
    expect(second?.requestedAt).toBeGreaterThanOrEqual(first?.endedAt ?? Infinity);
    expect(second?.seed).toBe(first?.seed);
  });

  it('loses nothing where results can be fetched', async () => {
    const { alias } = await bench.serve({ stepMs: 40, knobs }, { options: { fetch_lost_results: true } });
    const id = await bench.api.submit({ server: alias, params: { steps: 12, seed: -1 } });
    await bench.api.ended(id, 'completed');
    expect(await bench.story(id)).toEqual({
      status: 'completed',
      retries: 0,
      attempts: ['completed'],
      generations: ['completed'],
    });
  });
});

describe('a server that dies in the middle of a job', () => {
  it('gets the job again when it is back, having forgotten everything', async () => {
    const { alias } = await bench.serve({
      stepMs: 30,
      knobs: { crashAtStep: { value: 4, times: 1 }, crashDownMs: 600 },
    });
    const id = await bench.api.submit({ server: alias, params: { steps: 8, seed: -1 } });
    const job = await bench.api.ended(id, 'completed');
    expect((await bench.story(id)).generations).toEqual(['lost', 'completed']);
    expect(job.retry_count).toBeLessThanOrEqual(1);
    const seeds = generationsOf(id, bench.generations).map(({ seed }) => seed);
    expect(new Set(seeds).size).toBe(1);
  });

  it('leaves the job to another one meanwhile', async () => {
    const dying = await bench.serve({ stepMs: 60, knobs: { crashAtStep: 6, crashDownMs: 20_000 } });
    const id = await bench.api.submit({ params: { steps: 8 } });
    await bench.started(id);
    const good = await bench.serve();
    expect(await bench.api.ended(id, 'completed')).toMatchObject({ server_alias: good.alias });
    expect(await bench.api.serverIs(dying.alias, 'unreachable')).toMatchObject({
      health: { problem_code: 'unreachable' },
    });
  });
});
