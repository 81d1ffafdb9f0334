import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../../test/support/start-app.js';
import { Database } from '../database/database.js';
import { PromptHistory } from './prompt-history.js';
import type { PromptHistoryDto, UsedPromptDto } from './prompt-history.dto.js';

const ROUTE = '/api/v2/prompt-history';

describe('the history of prompts', () => {
  let server: RunningApp;
  let key: Record<string, string>;
  let keyId: number;
  beforeAll(async () => {
    server = await startApp();
    await server.api.pause();
    const made = await server.api.ok<{ key: string; secret: string; api_key: { id: number } }>(
      ...(['POST', '/api/v1/api-keys', { name: 'k', scopes: ['submit'] }] as const),
    );
    key = { 'X-API-Key': made.key, 'X-API-Secret': made.secret };
    keyId = made.api_key.id;
  });
  afterAll(() => server.stop());

  const send = async (path: string, body: unknown, headers = {}): Promise<void> => {
    const answer = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect([200, 202]).toContain(answer.status);
  };
  const submit = (params: object, headers = {}): Promise<void> =>
    send('/api/v2/generate', { generation_params: params }, headers);
  const list = async (query = '', headers = {}): Promise<UsedPromptDto[]> => {
    const answer = await fetch(`${server.url}${ROUTE}${query}`, { headers });
    return ((await answer.json()) as PromptHistoryDto).prompts;
  };
  const prompts = async (query = '', headers = {}): Promise<string[]> =>
    (await list(query, headers)).map(({ prompt }) => prompt);

  it('has each pair of prompts once, the last used first', async () => {
    await submit({ prompt: 'a fox', negative_prompt: 'blurry' });
    await submit({ prompt: 'a fox' });
    await submit({ prompt: 'a fox', negative_prompt: 'blurry', seed: 7 });
    expect(await list()).toEqual([
      { prompt: 'a fox', negative_prompt: 'blurry', last_used: expect.any(String), count: 2 },
      { prompt: 'a fox', negative_prompt: '', last_used: expect.any(String), count: 1 },
    ]);
    await submit({ prompt: '   ' });
    expect(await list()).toHaveLength(2);
  });

  it('finds parts of either, and takes no sign for a wildcard of its own', async () => {
    await submit({ prompt: '100% wool_sock', negative_prompt: 'Ugly' });
    expect(await prompts('?q=UGLY')).toEqual(['100% wool_sock']);
    expect(await prompts('?q=l_s')).toEqual(['100% wool_sock']);
    expect(await prompts(`?q=${encodeURIComponent('0%')}`)).toEqual(['100% wool_sock']);
    expect(await prompts('?q=%25%25')).toEqual([]);
    expect(await prompts('?limit=1')).toEqual(['100% wool_sock']);
    expect((await server.api.call('GET', `${ROUTE}?limit=0`)).status).toBe(400);
  });

  it('keeps what was written, not what the dynamic parts of it became', async () => {
    await submit({ prompt: 'a {red|blue} ball', negative_prompt: '{bad|worse}' });
    expect((await list())[0]).toMatchObject({ prompt: 'a {red|blue} ball', negative_prompt: '{bad|worse}' });
  });

  it('counts the jobs of a bulk, and a long list of prompts does not push out the rest', async () => {
    await send('/api/v2/generate/bulk', { generation_params: { prompt: 'a bulk' }, bulk_quantity: 5 });
    expect((await list())[0]).toMatchObject({ prompt: 'a bulk', count: 5 });
    const before = (await list('?limit=200')).length;
    const prompt_list = Array.from({ length: 100 }, (_, n) => `line ${n}`);
    await send('/api/v2/generate/bulk', { generation_params: {}, prompt_list });
    expect((await list('?limit=200')).length - before).toBe(20);
  });

  it('is of each caller alone, outlives the jobs, and goes with the key', async () => {
    await submit({ prompt: 'of the key' }, key);
    expect(await prompts('', key)).toEqual(['of the key']);
    expect(await prompts('?limit=200')).not.toContain('of the key');
    await server.api.ok('POST', '/api/v1/queue/reset');
    expect(await prompts('', key)).toEqual(['of the key']);
    await server.api.ok('DELETE', `/api/v1/api-keys/${keyId}`);
    const left = await server.app
      .get(Database, { strict: false })
      .read((manager) =>
        manager.query<unknown[]>(`SELECT 1 FROM prompt_history WHERE owner = ?`, [`key:${keyId}`]),
      );
    expect(left).toEqual([]);
  });

  it('leaves out what nobody can have written by hand, and all but the last 1,000', async () => {
    await submit({ prompt: 'x'.repeat(10_001) });
    expect((await list())[0]?.prompt).not.toMatch(/^x+$/);
    const database = server.app.get(Database, { strict: false });
    await database.write(async (manager) => {
      for (let n = 0; n < 1_100; n += 1)
        await manager.query(`INSERT INTO prompt_history VALUES ('console', ?, ?, '', ?, 1)`, [
          ...[`hash ${n}`, `old ${n}`, `2020-01-01T00:00:00.${String(n).padStart(4, '0')}Z`],
        ]);
    });
    await server.app.get(PromptHistory, { strict: false }).prune();
    const rows = await database.read((manager) =>
      manager.query<unknown[]>(`SELECT 1 FROM prompt_history WHERE owner = 'console'`),
    );
    expect(rows).toHaveLength(1_000);
    expect(await prompts('?limit=200')).toContain('a fox');
  });

  it('can be forgotten', async () => {
    expect((await server.api.call('DELETE', ROUTE)).status).toBe(200);
    expect(await list()).toEqual([]);
  });
});
