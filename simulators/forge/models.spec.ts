import { afterEach, describe, expect, it } from '@jest/globals';
import {
  call,
  closeAll,
  eventually,
  generate,
  info,
  isRunning,
  replyOrBroken,
  start,
} from './testing/simulator-client.js';
import type { Generation } from './index.js';

afterEach(closeAll);

describe('a model', () => {
  it('is loaded once for jobs that want the same', async () => {
    const simulator = await start({ loadMs: 400, stepMs: 0 });
    const took = async (checkpoint: string): Promise<number> => {
      const reply = await generate(simulator, { override_settings: { sd_model_checkpoint: checkpoint } });
      expect(reply.status).toBe(200);
      const { startedAt, endedAt } = simulator.generations.at(-1) as Generation;
      return (endedAt ?? 0) - startedAt;
    };
    expect(await took('modelB')).toBeGreaterThanOrEqual(390);
    expect(await took('modelB.safetensors')).toBeLessThan(390);
    expect(await took('Pony_dummyPony_v1')).toBeGreaterThanOrEqual(390);
    expect(simulator.generations.map(({ model }) => model)).toEqual([
      'modelB.safetensors',
      'modelB.safetensors',
      'Pony/dummyPony_v1.safetensors',
    ]);
  });

  it('shows its hash from the first load on, also after a restart', async () => {
    const simulator = await start();
    const titles = async (): Promise<unknown[]> => {
      const response = await fetch(`${simulator.url}/sdapi/v1/sd-models`);
      return ((await response.json()) as { title: string }[]).map(({ title }) => title);
    };
    expect(await titles()).toContain('modelB.safetensors');
    await generate(simulator, { override_settings: { sd_model_checkpoint: 'modelB' } });
    const known = (await titles())[1];
    expect(known).toMatch(/^modelB\.safetensors \[[0-9a-f]{10}\]$/);
    await simulator.restart();
    // The first requests may still pick a pooled connection of before.
    await eventually(
      async () => (await replyOrBroken(call(simulator, 'GET', '/internal/ping'))) !== 'broken',
    );
    expect((await titles())[1]).toBe(known);
  });

  it('set by POST /options waits for the running job on A1111, and not on Forge', async () => {
    for (const [dialect, outcome] of [
      ['a1111', 'completed'],
      ['forge', 'running'],
    ] as const) {
      const simulator = await start({ dialect, stepMs: 40 });
      const job = generate(simulator, { steps: 25 });
      await eventually(() => isRunning(simulator));
      expect(
        (await call(simulator, 'POST', '/sdapi/v1/options', { sd_model_checkpoint: 'modelB' })).status,
      ).toBe(200);
      expect(simulator.generations[0]?.outcome).toBe(outcome);
      await job;
    }
  });

  it('vanishes from the list when it is missing, and its override is ignored without a word', async () => {
    const simulator = await start({ knobs: { modelMissing: 'modelB.safetensors' } });
    const response = await fetch(`${simulator.url}/sdapi/v1/sd-models`);
    expect(await response.json()).toHaveLength(2);
    const reply = await generate(simulator, { override_settings: { sd_model_checkpoint: 'modelB' } });
    expect(info(reply)['sd_model_name']).toBe('modelA');
  });
});
