import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import {
  eventually,
  insertJob,
  jobAlias,
  newDataDir,
  removeDataDir,
  startServers,
  storedEvents,
  type ServersBed,
} from './fixtures/servers-bed.js';

const SERVERS = '/api/v1/servers';
const TOWER = { alias: 'tower', base_url: 'http://192.168.1.20:7860' };

describe('changing servers through the API', () => {
  let dataDir: string;
  let bed: ServersBed;
  const http = () => request(bed.app.getHttpServer() as Parameters<typeof request>[0]);
  const add = (body: object = TOWER) => http().post(SERVERS).send(body);
  const show = async (alias: string) =>
    (
      await http()
        .get(`${SERVERS}/${encodeURIComponent(alias)}`)
        .expect(200)
    ).body as object;

  beforeEach(async () => {
    dataDir = newDataDir();
    bed = await startServers(dataDir);
  });
  afterEach(async () => {
    await bed.stop();
    removeDataDir(dataDir);
  });

  it('changes what is named and leaves the rest', async () => {
    await add({
      ...TOWER,
      notes: 'under the desk',
      options: { fetch_lost_results: true },
      credentials: { type: 'basic', username: 'me', password: 'p' },
    });
    const body = (
      await http().patch(`${SERVERS}/tower`).send({ max_concurrent_jobs: 2, notes: null }).expect(200)
    ).body as unknown;
    expect(body).toMatchObject({
      server: {
        max_concurrent_jobs: 2,
        notes: null,
        options: { fetch_lost_results: true },
        credentials: { type: 'basic', password_set: true },
      },
    });
    expect(bed.fleet.byAlias('tower')).toMatchObject({
      maxConcurrentJobs: 2,
      target: { credentials: { password: 'p' }, options: { fetch_lost_results: true } },
    });
  });

  it('takes back what it answered without losing a secret', async () => {
    await add({
      ...TOWER,
      credentials: { type: 'gradio', username: 'me', password: 'p' },
      extra_headers: { 'X-Token': 't' },
    });
    await http()
      .put(`${SERVERS}/tower`)
      .send(await show('tower'))
      .expect(200);
    expect(bed.fleet.byAlias('tower')?.target).toMatchObject({
      credentials: { type: 'gradio', username: 'me', password: 'p' },
      extraHeaders: { 'x-token': 't' },
    });
    await http().patch(`${SERVERS}/tower`).send({ credentials: null, extra_headers: null }).expect(200);
    expect(bed.fleet.byAlias('tower')?.target).toMatchObject({
      credentials: { type: 'none' },
      extraHeaders: {},
    });
  });

  it('takes all but completed jobs along when a server is renamed', async () => {
    await add();
    const id = bed.fleet.byAlias('tower')?.id ?? '';
    const states = ['pending', 'processing', 'failed', 'cancelled', 'completed'];
    for (const state of states) await insertJob(bed.database, state, 'tower', state, id);
    await insertJob(bed.database, 'free', null, 'pending');
    await http().patch(`${SERVERS}/tower`).send({ alias: 'attic' }).expect(200);
    const aliases = await Promise.all([...states, 'free'].map((job) => jobAlias(bed.database, job)));
    expect(aliases).toEqual(['attic', 'attic', 'attic', 'attic', 'tower', null]);
    await http().get(`${SERVERS}/tower`).expect(404);
    expect(bed.fleet.byAlias('attic')).toMatchObject({ id, target: { alias: 'attic' } });
    expect(await storedEvents(bed.database)).toContainEqual(
      expect.objectContaining({
        server_alias: 'attic',
        data: expect.objectContaining({ previous_alias: 'tower' }),
      }),
    );
  });

  it('takes bulks and keys along when a server is renamed', async () => {
    await add();
    const sql = <T>(statement: string) => bed.database.write((manager) => manager.query<T[]>(statement));
    const now = new Date().toISOString();
    await sql(
      `INSERT INTO bulks (id, app_type, target_server_alias, total_jobs, request_json, created_timestamp)
         VALUES ('b1', 'forge', 'tower', 1, '{}', '${now}'), ('b2', 'forge', NULL, 1, '{}', '${now}')`,
    );
    const lists = ['["tower","other"]', '["other"]', '["attic","tower"]', 'not json', null];
    for (const [index, list] of lists.entries())
      await bed.database.write((manager) =>
        manager.query(
          `INSERT INTO api_keys (name, key, secret_hash, secret_hint, scopes_json, servers_json, source, created_timestamp, updated_timestamp)
             VALUES (?, ?, '', '', '[]', ?, 'console', ?, ?)`,
          [`key ${index}`, `k${index}`, list, now, now],
        ),
      );
    await http().patch(`${SERVERS}/tower`).send({ alias: 'attic' }).expect(200);
    expect(await sql('SELECT target_server_alias AS alias FROM bulks ORDER BY id')).toEqual([
      { alias: 'attic' },
      { alias: null },
    ]);
    const keys = await sql<{ list: string | null }>('SELECT servers_json AS list FROM api_keys ORDER BY id');
    expect(keys.map(({ list }) => list)).toEqual([
      '["attic","other"]',
      '["other"]',
      '["attic"]',
      'not json',
      null,
    ]);
  });

  it('does not remove a server on which jobs run, unless forced', async () => {
    await add();
    await insertJob(bed.database, 'runs', 'tower', 'processing', bed.fleet.byAlias('tower')?.id);
    await insertJob(bed.database, 'waits', 'tower', 'pending');
    expect(await show('tower')).toMatchObject({ running_jobs: 1 });
    await http()
      .delete(`${SERVERS}/tower`)
      .expect(409)
      .expect(({ body }) =>
        expect(body).toMatchObject({ error: 'server_busy', details: { running_jobs: 1 } }),
      );
    await http()
      .delete(`${SERVERS}/tower?force=true`)
      .expect(200, { message: 'Server "tower" removed. 1 waiting job still asks for it.' });
    expect(bed.fleet.all()).toEqual([]);
    await http().delete(`${SERVERS}/tower`).expect(404);
  });

  it('drains, resumes, disables and enables, and says why it takes no job', async () => {
    await add();
    await eventually(() => expect(bed.fleet.dispatchable()).toHaveLength(1));
    const after = async (action: string) =>
      ((await http().post(`${SERVERS}/tower/${action}`).expect(200)).body as { server: unknown }).server;
    expect(await after('drain')).toMatchObject({
      draining: true,
      health: { state: 'online' },
      not_available: { code: 'server_draining' },
    });
    expect(bed.fleet.dispatchable()).toEqual([]);
    expect(await after('resume')).toMatchObject({ draining: false, not_available: null });
    expect(await after('disable')).toMatchObject({
      enabled: false,
      health: { state: 'disabled' },
      not_available: { code: 'server_disabled' },
    });
    expect(await after('enable')).toMatchObject({ enabled: true });
    await eventually(() => expect(bed.fleet.dispatchable()).toHaveLength(1));
    await eventually(async () => {
      const states = (await storedEvents(bed.database)).map(({ data }) => data['state']);
      expect(states).toEqual(['unknown', 'online', 'online', 'online', 'disabled', 'unknown', 'online']);
    });
  });
});
