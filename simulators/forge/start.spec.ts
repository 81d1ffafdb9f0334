import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeAll, generate, start } from './testing/simulator-client.js';
import type { ForgeSimulator, Generation } from './index.js';

afterEach(closeAll);

describe('a start', () => {
  it('serves under a base path only', async () => {
    const simulator = await start({ basePath: '/gpu1' });
    expect(simulator.url).toMatch(/\/gpu1$/);
    expect((await generate(simulator)).status).toBe(200);
    const outside = await fetch(`http://127.0.0.1:${simulator.port}/internal/ping`);
    expect(outside.status).toBe(404);
  });

  it('guards the SDAPI but for the LoRAs, and loses the header on A1111', async () => {
    const simulator = await start({ dialect: 'a1111', apiAuth: { user: 'u', password: 'p' } });
    const refused = await fetch(`${simulator.url}/sdapi/v1/memory`);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, null]);
    expect(await refused.json()).toEqual({
      error: 'HTTPException',
      detail: 'Not authenticated',
      body: '',
      errors: '',
    });
    expect((await fetch(`${simulator.url}/sdapi/v1/loras`)).status).toBe(200);
  });

  it('without --api has no SDAPI but the LoRA routes', async () => {
    const simulator = await start({ api: false });
    expect((await generate(simulator)).status).toBe(404);
    expect((await fetch(`${simulator.url}/sdapi/v1/loras`)).status).toBe(200);
  });

  it('makes the same bytes for the same parameters, in another process life and server too', async () => {
    const [one, two] = [await start(), await start()];
    const hashes = async (simulator: ForgeSimulator, more: object): Promise<unknown> => {
      await generate(simulator, more);
      return simulator.generations.at(-1)?.images;
    };
    const first = await hashes(one, { batch_size: 2 });
    expect(await hashes(two, { batch_size: 2 })).toEqual(first);
    expect(await hashes(two, { batch_size: 2, seed: 9 })).not.toEqual(first);
  });

  it('writes the history of a killed process to its log file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sim-log-'));
    const logFile = join(folder, 'log.jsonl');
    const simulator = await start({ logFile, dataDir: join(folder, 'data') });
    await generate(simulator, { save_images: true, force_task_id: 'kept' });
    const lines = readFileSync(logFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Generation);
    expect(lines).toMatchObject([{ taskId: 'kept', outcome: 'completed', seed: 1 }]);
    await simulator.close();
    expect(
      existsSync(join(folder, 'data', 'config.json')) || readdirSync(join(folder, 'data')).length > 0,
    ).toBe(true);
    rmSync(folder, { recursive: true });
  });
});
