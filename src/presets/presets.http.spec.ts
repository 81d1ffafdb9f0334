import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../../test/support/start-app.js';
import type { ProblemBody } from '../common/problem.filter.js';
import { Database } from '../database/database.js';
import type { PresetDto, PresetListDto } from './presets.dto.js';

const ROUTE = '/api/v2/presets';
type Headers = Record<string, string>;

describe('presets', () => {
  let server: RunningApp;
  let mine: Headers;
  let other: Headers;
  let otherId: number;
  beforeAll(async () => {
    server = await startApp();
    const made = await Promise.all(['mine', 'other'].map((name) => makeKey(name)));
    [mine, other] = made.map(({ headers }) => headers) as [Headers, Headers];
    otherId = made[1]!.id;
  });
  afterAll(() => server.stop());

  const makeKey = async (name: string): Promise<{ id: number; headers: Headers }> => {
    const made = await server.api.ok<{ key: string; secret: string; api_key: { id: number } }>(
      'POST',
      '/api/v1/api-keys',
      { name },
    );
    return { id: made.api_key.id, headers: { 'X-API-Key': made.key, 'X-API-Secret': made.secret } };
  };
  const call = async <T = PresetDto & ProblemBody>(
    who: Headers,
    method: string,
    path = '',
    body?: unknown,
  ) => {
    const answer = await fetch(`${server.url}${ROUTE}${path}`, {
      method,
      headers: { ...who, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as T };
  };
  const names = async (who: Headers, query = ''): Promise<string[]> =>
    (await call<PresetListDto>(who, 'GET', query)).body.presets.map(({ name }) => name);

  it('are kept, changed and deleted, each with its kind', async () => {
    const body = { prompt: 'a fox', nested: { list: [1, null, 'ü'] } };
    const made = await call(mine, 'POST', '', { kind: 'generation', name: '  Fox  ', body });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ kind: 'generation', name: 'Fox', body });
    await call(mine, 'POST', '', { kind: 'style', name: 'Fox', body: {} });
    expect(await names(mine)).toEqual(['Fox', 'Fox']);
    expect(await names(mine, '?kind=style')).toEqual(['Fox']);
    const changed = await call(mine, 'PUT', `/${made.body.id}`, { name: 'Red fox' });
    expect(changed.body).toMatchObject({ name: 'Red fox', body });
    expect((await call(mine, 'PUT', `/${made.body.id}`, { body: { a: 1 } })).body).toMatchObject({
      ...{ name: 'Red fox', body: { a: 1 } },
    });
    expect((await call(mine, 'DELETE', `/${made.body.id}`)).status).toBe(200);
    expect((await call(mine, 'DELETE', `/${made.body.id}`)).body.error).toBe('preset_not_found');
  });

  it('have names of their own', async () => {
    const body = { kind: 'search', name: 'Dogs', body: {} };
    const first = await call(mine, 'POST', '', body);
    expect(await call(mine, 'POST', '', body)).toMatchObject({ status: 409, body: { error: 'name_taken' } });
    const second = await call(mine, 'POST', '', { ...body, name: 'Cats' });
    expect(await call(mine, 'PUT', `/${second.body.id}`, { name: 'Dogs' })).toMatchObject({
      ...{ status: 409, body: { error: 'name_taken' } },
    });
    expect((await call(mine, 'PUT', `/${first.body.id}`, { name: 'Dogs' })).status).toBe(200);
    expect((await call(other, 'POST', '', body)).status).toBe(201);
  });

  it("are nobody else's, not even the console's", async () => {
    const made = await call(mine, 'POST', '', { kind: 'style', name: 'Secret style', body: { a: 1 } });
    for (const who of [other, {}]) {
      expect(await names(who)).not.toContain('Secret style');
      expect((await call(who, 'PUT', `/${made.body.id}`, { name: 'x' })).status).toBe(404);
      expect((await call(who, 'DELETE', `/${made.body.id}`)).status).toBe(404);
    }
    expect(await names(mine)).toContain('Secret style');
  });

  it('refuse what is too large, nested without end, or no object', async () => {
    const draft = { kind: 'style', name: 'Large' };
    for (const body of [
      'text',
      5,
      [1],
      null,
      undefined,
      { text: 'x'.repeat(65_536) },
      { text: 'ü'.repeat(33_000) },
    ]) {
      const answer = await call(mine, 'POST', '', { ...draft, body });
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_field_value']);
    }
    for (const wrong of [
      { kind: 'other' },
      { name: '' },
      { name: '   ' },
      { name: 'x'.repeat(101) },
      { name: 5 },
    ])
      expect((await call(mine, 'POST', '', { ...draft, body: {}, ...wrong })).status).toBe(400);
    const deep = `{"kind":"style","name":"Deep","body":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`;
    const answer = await fetch(`${server.url}${ROUTE}`, {
      method: 'POST',
      headers: { ...mine, 'content-type': 'application/json' },
      body: deep,
    });
    expect(answer.status).toBe(400);
    expect((await call(mine, 'POST', '', { ...draft, body: { text: 'x'.repeat(65_000) } })).status).toBe(201);
  });

  it('go with their key', async () => {
    expect(await names(other)).not.toEqual([]);
    await server.api.ok('DELETE', `/api/v1/api-keys/${otherId}`);
    const left = await server.app
      .get(Database, { strict: false })
      .read((manager) =>
        manager.query<unknown[]>(`SELECT name FROM presets WHERE owner = ?`, [`key:${otherId}`]),
      );
    expect(left).toEqual([]);
  });
});
