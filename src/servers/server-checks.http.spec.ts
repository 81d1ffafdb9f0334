import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { DispatchError } from '../dispatch/contract/index.js';
import { inventoryWith, ONLINE, UNREACHABLE } from './fixtures/fake-dispatcher.js';
import {
  eventually,
  newDataDir,
  removeDataDir,
  startServers,
  type ServersBed,
} from './fixtures/servers-bed.js';

const SERVERS = '/api/v1/servers';
const TOWER = { alias: 'tower', base_url: 'http://192.168.1.20:7860' };

describe('looking at servers through the API', () => {
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

  it('tests a server and says in words what is wrong', async () => {
    await add();
    bed.dispatcher.answers('tower', UNREACHABLE);
    await http()
      .post(`${SERVERS}/tower/test`)
      .expect(200)
      .expect(({ body }) =>
        expect(body).toMatchObject({
          ok: false,
          state: 'unreachable',
          problem: 'Nobody listens there.',
          problem_code: 'unreachable',
        }),
      );
    expect(await show('tower')).toMatchObject({
      health: { state: 'unreachable' },
      not_available: { code: 'server_offline' },
    });
    bed.dispatcher.answers('tower', ONLINE);
    await http()
      .post(`${SERVERS}/tower/test`)
      .expect(200)
      .expect(({ body }) => expect(body).toMatchObject({ ok: true, problem: null, version: 'f2.0.1' }));
    await http().post(`${SERVERS}/nowhere/test`).expect(404);
  });

  it('tests a server that is not saved, and keeps nothing of it', async () => {
    const body = {
      base_url: 'http://gpu:7860',
      credentials: { type: 'basic', username: 'me', password: 'p' },
    };
    await http()
      .post(`${SERVERS}/test`)
      .send(body)
      .expect(200)
      .expect((answer) => expect(answer.body).toMatchObject({ ok: true }));
    expect(bed.dispatcher.probed).toMatchObject([
      { baseUrl: 'http://gpu:7860', credentials: { password: 'p' } },
    ]);
    expect(bed.fleet.all()).toEqual([]);
    await http().post(`${SERVERS}/test`).send({ base_url: 'gpu' }).expect(400);
  });

  it('shows what a server has from memory, and asks again only when told to', async () => {
    bed.dispatcher.has('tower', inventoryWith('modelA.safetensors'));
    await add();
    await eventually(() =>
      expect(bed.fleet.inventory(bed.fleet.byAlias('tower')?.id ?? '').current()).not.toBeNull(),
    );
    bed.dispatcher.has('tower', inventoryWith('modelA.safetensors', 'modelB.safetensors'));
    const names = (body: unknown) =>
      (body as { checkpoints: { name: string }[] }).checkpoints.map(({ name }) => name);
    const cached = await http().get(`${SERVERS}/tower/inventory`).expect(200);
    expect(names(cached.body)).toEqual(['modelA.safetensors']);
    expect(JSON.stringify(cached.body)).not.toContain('secret_of_the_server');
    expect(
      names((await http().get(`${SERVERS}/tower/inventory?refresh=true`).expect(200)).body),
    ).toHaveLength(2);
    expect((await http().post(`${SERVERS}/tower/inventory/refresh`).expect(200)).body).toMatchObject({
      server_alias: 'tower',
      refreshed_at: expect.any(String),
    });
  });

  it("answers 502 in the server's words when it cannot be asked what it has", async () => {
    bed.dispatcher.answers('tower', UNREACHABLE);
    bed.dispatcher.inventories.set('tower', () =>
      Promise.reject(
        new DispatchError('busy', 'Nobody listens.', {
          code: 'server_unreachable',
          serverMessage: 'ECONNREFUSED',
        }),
      ),
    );
    await add();
    await http()
      .get(`${SERVERS}/tower/inventory`)
      .expect(502)
      .expect(({ body }) =>
        expect(body).toMatchObject({
          error: 'server_unreachable',
          message: 'Nobody listens.',
          details: { server_message: 'ECONNREFUSED' },
        }),
      );
  });

  it('forgets what a server has when its address becomes another', async () => {
    await add();
    const id = bed.fleet.byAlias('tower')?.id ?? '';
    await eventually(() => expect(bed.fleet.inventory(id).current()).not.toBeNull());
    bed.dispatcher.answers('tower', UNREACHABLE);
    await http().patch(`${SERVERS}/tower`).send({ base_url: 'http://192.168.1.21:7860' }).expect(200);
    expect(bed.fleet.inventory(id).current()).toBeNull();
    const rows = await bed.database.read((manager) =>
      manager.query<unknown[]>('SELECT * FROM server_inventories'),
    );
    expect(rows).toEqual([]);
  });
});
