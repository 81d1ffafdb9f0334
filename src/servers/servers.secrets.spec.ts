import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import {
  eventually,
  newDataDir,
  removeDataDir,
  startServers,
  storedEvents,
  type ServersBed,
} from './fixtures/servers-bed.js';
import { KEY_FILE } from '../secrets/secret-key.js';

const SERVERS = '/api/v1/servers';
const TOWER = { alias: 'tower', base_url: 'http://192.168.1.20:7860' };

describe('the secrets of a server', () => {
  let dataDir: string;
  let bed: ServersBed;
  const http = () => request(bed.app.getHttpServer() as Parameters<typeof request>[0]);
  const add = (body: object) => http().post(SERVERS).send(body);
  const show = async (alias: string) => (await http().get(`${SERVERS}/${alias}`).expect(200)).body as unknown;

  beforeEach(async () => {
    dataDir = newDataDir();
    bed = await startServers(dataDir);
  });
  afterEach(async () => {
    await bed.stop();
    removeDataDir(dataDir);
  });

  const PASSWORD = 'p4ssw0rd-canary';
  const HEADER = 'h34der-canary';
  const WITH_SECRETS = {
    ...TOWER,
    credentials: { type: 'basic', username: 'user-canary', password: PASSWORD },
    extra_headers: { 'X-Token': HEADER },
  };

  it('are never in answers, events, logs or the data folder', async () => {
    const lines: unknown[] = [];
    const note = (...line: unknown[]): void => void lines.push(line);
    Logger.overrideLogger({ log: note, error: note, warn: note, debug: note, verbose: note, fatal: note });
    try {
      bed.dispatcher.probes.set('tower', () => Promise.reject(new Error('a defect')));
      const answers: unknown[] = [
        (await add(WITH_SECRETS).expect(201)).body,
        (await http().patch(`${SERVERS}/tower`).send({ notes: 'x' })).body,
      ];
      answers.push(
        await show('tower'),
        (await http().get(SERVERS)).body,
        (await http().post(`${SERVERS}/tower/test`)).body,
        await storedEvents(bed.database),
      );
      expect(JSON.stringify(answers)).toContain('"x-token":"***"');
      expect(lines).not.toEqual([]);
      for (const secret of [PASSWORD, HEADER]) expect(JSON.stringify([answers, lines])).not.toContain(secret);
      const files = readdirSync(dataDir).filter((name) => name.startsWith('stablequeue.sqlite'));
      const stored = Buffer.concat(files.map((name) => readFileSync(join(dataDir, name))));
      expect(stored.includes(TOWER.base_url)).toBe(true);
      for (const secret of [PASSWORD, HEADER, 'user-canary', Buffer.from(PASSWORD).toString('base64')])
        expect(stored.includes(secret)).toBe(false);
    } finally {
      Logger.overrideLogger(false);
    }
  });

  it('are there again after a restart', async () => {
    await add(WITH_SECRETS);
    await bed.stop();
    bed = await startServers(dataDir);
    expect(bed.fleet.byAlias('tower')?.target).toMatchObject({
      credentials: { password: PASSWORD },
      extraHeaders: { 'x-token': HEADER },
    });
  });

  it('are asked for again when the key is lost, by the name of the server, which works after that', async () => {
    await add(WITH_SECRETS);
    await add({ ...TOWER, alias: 'open' });
    await bed.stop();
    rmSync(join(dataDir, KEY_FILE));
    bed = await startServers(dataDir);
    const problem = expect.stringContaining(
      'credentials and extra headers of the server "tower" cannot be read: enter them again',
    );
    const health = { state: 'misconfigured', problem_code: 'credentials_unreadable', problem };
    expect(await show('tower')).toMatchObject({ health, not_available: { code: 'server_login_needed' } });
    await http()
      .post(`${SERVERS}/tower/test`)
      .expect(200)
      .expect(({ body }) => expect(body).toMatchObject({ ok: false, problem }));
    await http().get(`${SERVERS}/tower/inventory?refresh=true`).expect(409);
    expect(bed.dispatcher.looksAt('tower')).toBe(0);
    await eventually(() => expect(bed.fleet.dispatchable().map(({ alias }) => alias)).toEqual(['open']));
    await http().patch(`${SERVERS}/tower`).send({ notes: 'still here' }).expect(200);
    await http()
      .patch(`${SERVERS}/tower`)
      .send({ credentials: { type: 'basic', username: 'me' } })
      .expect(400);
    await http()
      .patch(`${SERVERS}/tower`)
      .send({ credentials: WITH_SECRETS.credentials, extra_headers: {} })
      .expect(200);
    await eventually(() => expect(bed.fleet.dispatchable()).toHaveLength(2));
  });

  it('survive other changes while the key is away', async () => {
    await add(WITH_SECRETS);
    await bed.stop();
    bed = await startServers(dataDir, { STABLEQUEUE_SECRET_KEY: 'ab'.repeat(32) });
    await http().patch(`${SERVERS}/tower`).send({ notes: 'another key', alias: 'attic' }).expect(200);
    await bed.stop();
    bed = await startServers(dataDir);
    expect(bed.fleet.byAlias('attic')?.target.credentials).toMatchObject({ password: PASSWORD });
  });
});
