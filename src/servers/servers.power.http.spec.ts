// When a server takes jobs, whom it shares its GPU with, and whom it calls: as people set it.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { ServerDto } from './server.dto.js';
import { newDataDir, removeDataDir, startServers, type ServersBed } from './fixtures/servers-bed.js';

const CANARY = 'canary-canary';
const HOOK = {
  url: 'http://127.0.0.1:11434/api/generate',
  headers: { Authorization: `Bearer ${CANARY}` },
  body: '{"model":"llama3","keep_alive":0}',
};
const HOURS = {
  time_zone: 'Europe/Berlin',
  windows: [{ days: ['mon', 'fri'], from: '22:00', to: '06:00' }],
};

describe('what a server says of hours, GPU and hooks', () => {
  const dataDir = newDataDir();
  let bed: ServersBed;
  const patch = (body: object) =>
    request(bed.app.getHttpServer() as never)
      .patch('/api/v1/servers/tower')
      .send(body);
  const change = async (body: object) =>
    ((await patch(body).expect(200)).body as { server: ServerDto }).server;

  beforeAll(async () => {
    bed = await startServers(dataDir, { WEBHOOK_ALLOW_PRIVATE: '127.0.0.1' });
    await bed.servers.create({ alias: 'tower', base_url: 'http://gpu:7860' });
  });
  afterAll(async () => {
    await bed.stop();
    removeDataDir(dataDir);
  });

  it('is nothing at first', async () => {
    expect(await bed.servers.get('tower')).toMatchObject({
      gpu: null,
      idle_unload_minutes: null,
      hours: null,
      busy_hook: null,
      idle_hook: null,
    });
  });

  it('is kept, with defaults, and taken back by null', async () => {
    const given = {
      gpu: 'rtx 4090',
      idle_unload_minutes: 15,
      hours: HOURS,
      busy_hook: HOOK,
      idle_hook: HOOK,
    };
    const shown = {
      ...{ url: HOOK.url, method: 'POST', headers: { authorization: '***' }, body: HOOK.body },
      ...{ timeout_seconds: 10, last_call: null },
    };
    const expected = {
      ...{ gpu: 'rtx 4090', idle_unload_minutes: 15, hours: HOURS },
      busy_hook: { ...shown, required: false },
      idle_hook: { ...shown, after_seconds: 30 },
    };
    expect(await change(given)).toMatchObject(expected);
    expect(await bed.servers.get('tower')).toMatchObject(expected);
    const nothing = { gpu: null, idle_unload_minutes: null, hours: null, busy_hook: null, idle_hook: null };
    expect(await change({ notes: 'x' })).toMatchObject(expected);
    expect(await change(nothing)).toMatchObject(nothing);
  });

  it('seals the headers of hooks, and keeps those that come back masked', async () => {
    await change({ busy_hook: HOOK });
    await change({ busy_hook: { ...HOOK, headers: { authorization: '***' }, required: true } });
    expect(bed.fleet.byAlias('tower')?.busyHook).toMatchObject({
      headers: { authorization: `Bearer ${CANARY}` },
      required: true,
    });
    const rows = await bed.database.read((manager) => manager.query<object[]>('SELECT * FROM servers'));
    expect(JSON.stringify([rows, await bed.servers.get('tower')])).not.toContain(CANARY);
  });

  it.each([
    [{ hours: { windows: [] } }, /drain the server/],
    [{ hours: { windows: [{ days: [], from: '10:00', to: '11:00' }] } }, /days/],
    [{ hours: { windows: [{ days: ['mon'], from: '25:00', to: '11:00' }] } }, /from must be a time of day/],
    [{ hours: { windows: [{ days: ['mon'], from: '10:00', to: '24:01' }] } }, /to must be a time of day/],
    [{ hours: { ...HOURS, time_zone: 'Mars/Olympus' } }, /time zone that is not known: "Mars\/Olympus"/],
    [{ gpu: 'a/b' }, /gpu must be/],
    [{ idle_unload_minutes: 0 }, /idle_unload_minutes/],
    [{ busy_hook: { url: 'ftp://me.example/' } }, /busy_hook.url cannot be used. "ftp:" is not allowed/],
    [{ busy_hook: { url: 'http://10.0.0.1/' } }, /WEBHOOK_ALLOW_PRIVATE/],
    [{ idle_hook: { url: HOOK.url, method: 'TRACE' } }, /method/],
    [{ idle_hook: { url: HOOK.url, headers: { host: 'x' } } }, /idle_hook.headers cannot set "host"/],
    [{ idle_hook: { url: HOOK.url, headers: { 'x-key': '***' } } }, /no stored value for "x-key"/],
  ])('is refused: %j', async (body, message) => {
    const answer = await patch(body).expect(400);
    expect((answer.body as { message: string }).message).toMatch(message);
  });

  it('keeps jobs away outside of its hours, and says until when', async () => {
    const { not_available: reason } = await change({ hours: { windows: [outsideNow()] } });
    const server = bed.fleet.byAlias('tower')!;
    expect(reason).toMatchObject({
      code: 'server_outside_hours',
      message: expect.stringMatching(/again from 20/),
    });
    expect(bed.fleet.whyNot(server)).toMatchObject({ code: 'server_outside_hours' });
    expect(bed.fleet.dispatchable()).toEqual([]);
    expect((await change({ hours: null })).not_available).toBeNull();
    expect(bed.fleet.dispatchable()).toHaveLength(1);
  });
});

/** A minute that is twelve hours away. */
function outsideNow() {
  const hour = (new Date().getHours() + 12) % 24;
  const time = `${String(hour).padStart(2, '0')}:`;
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  return { days, from: `${time}10`, to: `${time}11` };
}
