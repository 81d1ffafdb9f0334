// Models that a server does not have, cannot load, or silently exchanges.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ScenarioBench } from '../support/scenario-bench.js';

const MODEL_B = 'modelB.safetensors';
const WANTS_B = { checkpoint_name: MODEL_B };

describe('a checkpoint', () => {
  let bench: ScenarioBench;
  beforeAll(async () => {
    bench = await ScenarioBench.open();
  });
  afterEach(() => bench.clear());
  afterAll(() => bench.close());

  it('that the job’s own server does not have fails it at once, with names that are close', async () => {
    const { alias } = await bench.serve({ models: ['modelA.safetensors', 'modelC.safetensors'] });
    const id = await bench.api.submit({ server: alias, params: WANTS_B });
    const { error } = await bench.api.ended(id, 'failed');
    expect(error).toMatchObject({ code: 'model_not_found', message: expect.stringContaining('modelB') });
    expect(JSON.stringify(error?.details)).toContain('modelA.safetensors');
    expect(await bench.story(id)).toMatchObject({ retries: 0, generations: [] });
  });

  it('that one server does not have is used on another', async () => {
    await bench.serve({ models: ['modelA.safetensors'] });
    const has = await bench.serve({ models: [MODEL_B] });
    await bench.api.pause();
    const ids = await Promise.all(Array.from({ length: 4 }, () => bench.api.submit({ params: WANTS_B })));
    await bench.api.resume();
    for (const id of ids)
      expect(await bench.api.ended(id, 'completed')).toMatchObject({
        server_alias: has.alias,
        retry_count: 0,
      });
    expect(has.simulator.generations.map(({ model }) => model.replace(/\.safetensors$/, ''))).toEqual(
      Array(4).fill('modelB'),
    );
  });

  it('that no server has fails the job', async () => {
    await bench.serve({ models: ['modelA.safetensors'] });
    await bench.serve({ models: ['modelA.safetensors'] });
    const id = await bench.api.submit({ params: WANTS_B });
    expect((await bench.api.ended(id, 'failed')).error?.code).toBe('model_not_found');
  });

  it('that is broken fails a job of that server, and is told as such', async () => {
    const { alias } = await bench.serve({ knobs: { brokenModel: MODEL_B } });
    const id = await bench.api.submit({ server: alias, params: WANTS_B });
    const { error } = await bench.api.ended(id, 'failed');
    expect(error).toMatchObject({
      code: 'model_broken',
      message: expect.stringContaining('cannot load this checkpoint'),
    });
    expect(error?.server_message).toContain('Failed to recognize model type');
  });

  it('that is broken on one server is used on another', async () => {
    const broken = await bench.serve({ knobs: { brokenModel: MODEL_B } });
    const id = await bench.api.submit({ params: WANTS_B });
    await bench.api.jobThat(id, (job) => job.attempt >= 1);
    const whole = await bench.serve();
    if ((await bench.api.job(id)).status === 'failed') await bench.api.act(id, 'retry');
    expect(await bench.api.ended(id, 'completed')).toMatchObject({ server_alias: whole.alias });
    expect(broken.simulator.generations.every(({ outcome }) => outcome === 'failed')).toBe(true);
  });

  it('that poisons its server does not fail the jobs that come after', async () => {
    const { alias } = await bench.serve({ knobs: { brokenModel: MODEL_B } });
    const bad = await bench.api.submit({ server: alias, params: WANTS_B });
    await bench.api.ended(bad, 'failed');
    const good = await bench.api.submit({ server: alias, params: { checkpoint_name: 'modelA.safetensors' } });
    await bench.api.ended(good, 'completed');
  });

  it('that was exchanged is told of: the picture is kept, with a warning', async () => {
    const { alias } = await bench.serve({ knobs: { wrongModel: true } });
    const id = await bench.api.submit({ server: alias, params: WANTS_B });
    const job = await bench.api.ended(id, 'completed');
    expect(job.warnings).toContainEqual({
      code: 'model_mismatch',
      message: expect.stringMatching(/modelA.* instead of .*modelB/),
    });
    expect(job.images).toHaveLength(1);
  });
});

describe.each([
  ['retry', 'completed', ['model_mismatch', 'completed']],
  ['fail', 'failed', ['model_mismatch']],
] as const)('with MISMATCH_POLICY=%s', (policy, status, attempts) => {
  it(`a picture by another model ends ${status}`, async () => {
    const bench = await ScenarioBench.open({ MISMATCH_POLICY: policy });
    const { alias } = await bench.serve({ knobs: { wrongModel: { value: true, times: 1 } } });
    const id = await bench.api.submit({ server: alias, params: WANTS_B });
    const job = await bench.api.ended(id, status);
    expect((await bench.story(id)).attempts).toEqual(attempts);
    expect(job.warnings.map(({ code }) => code)).not.toContain('model_mismatch');
    await bench.clear();
    await bench.close();
  });
});
