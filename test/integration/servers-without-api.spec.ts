// A WebUI that was started without --api, as a person sees it: registered over HTTP, it runs jobs through its page.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startForgeSimulator } from '../../simulators/forge/index.js';
import { eventually } from '../support/eventually.js';
import { ScenarioBench } from '../support/scenario-bench.js';
import { startApp } from '../support/start-app.js';
import { makeTempFolder, removeFolder } from '../support/temp-folder.js';

let bench: ScenarioBench;
beforeAll(async () => {
  bench = await ScenarioBench.open();
});
afterAll(async () => {
  await bench.clear();
  await bench.close();
});

describe('a server without --api', () => {
  it.each(['forge', 'a1111'] as const)('runs a job of %s from end to end, and says how', async (dialect) => {
    const { alias, simulator } = await bench.serve({ dialect, api: false });
    const params = { checkpoint_name: 'modelB', batch_size: 2 };
    const id = await bench.api.submit({ server: alias, appType: dialect, params });
    expect(await bench.api.ended(id, 'completed')).toMatchObject({ progress: 100, retry_count: 0 });
    const { images, warnings } = await bench.api.details(id);
    expect([images.length, warnings]).toEqual([2, []]);
    expect(simulator.generations).toMatchObject([
      { door: 'gradio', outcome: 'completed', model: 'modelB.safetensors' },
    ]);
    expect(await bench.api.server(alias)).toMatchObject({
      health: { state: 'online', problem_code: 'api_off' },
      not_available: null,
    });
  });

  it('is talked to through its API as soon as it is restarted with it', async () => {
    const { alias, simulator } = await bench.serve({ api: false });
    await bench.api.ended(await bench.api.submit({ server: alias }), 'completed');
    await simulator.stop();
    await bench.api.serverIs(alias, 'unreachable');
    const other = await startForgeSimulator({ port: simulator.port, stepMs: 5, loadMs: 10, saveMs: 0 });
    try {
      await bench.api.ended(await bench.api.submit({ server: alias }), 'completed');
      expect(other.generations.map(({ door }) => door)).toEqual(['sdapi']);
    } finally {
      await other.close();
    }
  });

  it('gives a picture that it finished while StableQueue was away, once', async () => {
    const dataDir = makeTempFolder('away');
    const simulator = await startForgeSimulator({ api: false, stepMs: 15, loadMs: 10 });
    try {
      const before = await startApp({}, dataDir);
      await before.api.addServer({ alias: 'page', base_url: simulator.url, app_type: 'forge' });
      const id = await before.api.submit({ server: 'page', params: { steps: 60 } });
      await eventually(() => simulator.generations.at(-1)?.outcome === 'running');
      await before.api.jobThat(id, ({ status }) => status === 'processing');
      await before.stop();
      await eventually(() => simulator.generations.at(-1)?.outcome === 'completed');
      const after = await startApp({}, dataDir);
      await after.api.ended(id, 'completed');
      expect((await after.api.details(id)).images).toHaveLength(1);
      expect(simulator.generations).toHaveLength(1);
      await after.stop();
    } finally {
      await simulator.close();
      await removeFolder(dataDir);
    }
  });
});

describe('the option `connection`', () => {
  it('is one of three, and anything else is refused by name', async () => {
    const body = { alias: 'odd', base_url: 'http://192.0.2.1:7860', options: { connection: 'websocket' } };
    const answer = await bench.api.call('POST', '/api/v1/servers', body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      message: expect.stringContaining('options.connection must be "auto"'),
    });
  });

  it('keeps a server on its page though its API is on', async () => {
    const { alias, simulator } = await bench.serve({}, { options: { connection: 'gradio' } });
    await bench.api.ended(await bench.api.submit({ server: alias }), 'completed');
    expect(simulator.generations.map(({ door }) => door)).toEqual(['gradio']);
  });
});
