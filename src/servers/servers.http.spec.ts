import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import {
  eventually,
  newDataDir,
  removeDataDir,
  startServers,
  type ServersBed,
} from './fixtures/servers-bed.js';

const SERVERS = '/api/v1/servers';
const TOWER = { alias: 'tower', base_url: 'http://192.168.1.20:7860' };

describe('the servers API', () => {
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

  it('adds a server and shows it with its defaults', async () => {
    const body = (await add().expect(201)).body as unknown;
    expect(body).toMatchObject({
      message: 'Server "tower" added.',
      server: {
        ...TOWER,
        apiUrl: TOWER.base_url,
        app_type: 'forge',
        credentials: { type: 'none', password_set: false },
        extra_headers: {},
        tls: { verify: true, ca_pem: null },
        enabled: true,
        draining: false,
        max_concurrent_jobs: 1,
        notes: null,
        options: {},
        running_jobs: 0,
      },
    });
  });

  it('lists a bare array by name, each with alias and health', async () => {
    await add({ ...TOWER, alias: 'Zeta' });
    await add({ ...TOWER, alias: 'alpha' });
    await eventually(() => expect(bed.fleet.dispatchable()).toHaveLength(2));
    const body = (await http().get(SERVERS).expect(200)).body as unknown;
    expect(body).toMatchObject([
      { alias: 'alpha' },
      {
        alias: 'Zeta',
        health: { state: 'online', version: 'f2.0.1', memory: { gpu_total_bytes: 24e9 } },
        not_available: null,
      },
    ]);
  });

  it("takes the original's names of fields", async () => {
    await add({
      alias: 'old',
      apiUrl: 'http://gpu:7860/',
      auth: { username: 'me', password: 'pass-1' },
    }).expect(201);
    expect(await show('old')).toMatchObject({
      base_url: 'http://gpu:7860',
      credentials: { type: 'basic', username: 'me', password_set: true },
    });
    await http()
      .put(`${SERVERS}/old`)
      .send({ alias: 'old', apiUrl: 'http://gpu:7861', authUser: 'you', authPass: '' })
      .expect(200);
    expect(bed.fleet.byAlias('old')?.target.credentials).toEqual({
      type: 'basic',
      username: 'you',
      password: 'pass-1',
    });
    await http()
      .put(`${SERVERS}/old`)
      .send({ alias: 'old', apiUrl: 'http://gpu:7861', authUser: '', authPass: '' })
      .expect(200);
    expect(bed.fleet.byAlias('old')?.target.credentials).toEqual({ type: 'none' });
  });

  it('knows a server by an alias that must be encoded', async () => {
    await add({ ...TOWER, alias: ' Größe 4.0_b-1 ' }).expect(201);
    expect(await show('Größe 4.0_b-1')).toMatchObject({ alias: 'Größe 4.0_b-1' });
    await http()
      .get(`${SERVERS}/no%20such`)
      .expect(404)
      .expect(({ body }) => expect(body).toMatchObject({ error: 'server_not_found' }));
  });

  it('refuses an alias that is taken, in upper or lower case', async () => {
    await add({ ...TOWER, alias: 'Größe' });
    await add({ ...TOWER, alias: 'GRÖSSE' }).expect(201);
    await add({ ...TOWER, alias: 'gRÖßE' })
      .expect(400)
      .expect(({ body }) => expect(body).toMatchObject({ error: 'alias_taken' }));
    await http().patch(`${SERVERS}/Gr%C3%B6%C3%9Fe`).send({ alias: 'GRÖßE' }).expect(200);
  });

  it.each([
    [{ base_url: TOWER.base_url }, 'alias'],
    [{ alias: 'x' }, 'base_url is missing'],
    [{ ...TOWER, alias: '' }, 'alias must be 1 to 64'],
    [{ ...TOWER, alias: '..' }, 'alias must be 1 to 64'],
    [{ ...TOWER, alias: 'a/b' }, 'alias must be 1 to 64'],
    [{ ...TOWER, alias: 'a\nb' }, 'alias must be 1 to 64'],
    [{ ...TOWER, alias: 'a'.repeat(65) }, 'alias must be 1 to 64'],
    [{ ...TOWER, alias: 'Any' }, 'alias cannot be "Any"'],
    [{ ...TOWER, alias: ' default ' }, 'alias cannot be "default"'],
    [{ ...TOWER, alias: 7 }, 'alias'],
    [{ ...TOWER, base_url: 'http://a:b@gpu' }, 'base_url must not hold a user name'],
    [{ ...TOWER, base_url: 'http://169.254.169.254' }, 'base_url is the metadata service'],
    [{ ...TOWER, base_url: 'http://localhost:3000' }, "base_url is StableQueue's own address"],
    [{ ...TOWER, base_url: ['http://gpu'] }, 'base_url'],
    [{ ...TOWER, app_type: 'dalle' }, 'no app_type "dalle"'],
    [{ ...TOWER, credentials: { type: 'oauth' } }, 'credentials.type'],
    [{ ...TOWER, credentials: 'me:pass' }, 'credentials'],
    [{ ...TOWER, credentials: { type: 'basic', username: 'me' } }, 'credentials need a password'],
    [{ ...TOWER, extra_headers: { Host: 'x' } }, 'extra_headers cannot set "host"'],
    [{ ...TOWER, extra_headers: ['x'] }, 'extra_headers'],
    [{ ...TOWER, extra_headers: { 'x-a': '***' } }, 'extra_headers have no stored value'],
    [{ ...TOWER, tls: { verify: 'no' } }, 'tls.verify'],
    [{ ...TOWER, tls: { ca_pem: 'x' } }, 'tls needs certificates'],
    [{ ...TOWER, max_concurrent_jobs: 0 }, 'max_concurrent_jobs'],
    [{ ...TOWER, max_concurrent_jobs: 17 }, 'max_concurrent_jobs'],
    [{ ...TOWER, max_concurrent_jobs: 1.5 }, 'max_concurrent_jobs'],
    [{ ...TOWER, enabled: 'yes' }, 'enabled'],
    [{ ...TOWER, notes: 'x'.repeat(2_001) }, 'notes'],
    [{ ...TOWER, options: { a: 'x'.repeat(20_000) } }, 'options are too long'],
    [{ ...TOWER, options: [] }, 'options'],
  ])('refuses %j', async (body, why) => {
    const answer = await add(body).expect(400);
    expect((answer.body as { message: string }).message).toContain(why);
    expect(await bed.servers.list()).toEqual([]);
  });

  it('names every bad field at once', async () => {
    const body = (await add({ alias: 'any', base_url: 'gpu', tls: { ca_pem: 'x' } }).expect(400))
      .body as unknown;
    expect(body).toMatchObject({
      details: { fields: [{ path: 'alias' }, { path: 'base_url' }, { path: 'tls' }] },
    });
  });

  it('keeps options as they came, odd keys too', async () => {
    const body = `{"alias":"tower","base_url":"http://gpu","options":{"__proto__":{"polluted":true},"constructor":1,"deep":{"a":[1]}}}`;
    const answer = await http().post(SERVERS).set('Content-Type', 'application/json').send(body).expect(201);
    expect((answer.body as { server: { options: unknown } }).server.options).toMatchObject({
      deep: { a: [1] },
    });
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  });
});
