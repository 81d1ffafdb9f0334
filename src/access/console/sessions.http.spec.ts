// Signing in to the console: links, passwords, cookies.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeTempFolder, removeFolder } from '../../../test/support/temp-folder.js';
import { startAccess, type AccessBed } from '../fixtures/access-bed.js';
import { LINK_FILE } from './admin-link.js';
import { Invitation } from './invitation.js';
import type { SessionDto, SignedInBrowsersDto } from './session.dto.js';

const SESSION = '/api/v1/session';
const EVERYWHERE = { HOST: '0.0.0.0' };
const DAY_MS = 86_400_000;
let dataDir = '';
let bed: AccessBed;

beforeEach(() => {
  dataDir = makeTempFolder('sessions');
});
afterEach(async () => {
  await bed.stop();
  await removeFolder(dataDir);
});

async function start(env: Record<string, string> = {}): Promise<void> {
  bed = await startAccess(dataDir, { ...EVERYWHERE, ...env });
}

async function restart(env: Record<string, string> = {}): Promise<void> {
  await bed.stop();
  await start(env);
}

/** @returns the cookie */
async function signIn(body: object, status = 200): Promise<string> {
  const answer = await bed.http().post(SESSION).send(body).expect(status);
  return (answer.headers['set-cookie']?.[0] ?? '').split(';')[0]!;
}

async function who(cookie: string): Promise<SessionDto> {
  return (await bed.http().get(SESSION).set('Cookie', cookie).expect(200)).body as SessionDto;
}

function invitation(): Promise<string | null> {
  return bed.app.get(Invitation, { strict: false }).atStart('http://127.0.0.1:3000');
}

describe('the one-click link', () => {
  it('is printed once, lies in a file of the owner, and signs one browser in', async () => {
    await start();
    const box = (await invitation()) ?? '';
    const token = /http:\/\/127\.0\.0\.1:3000\/#token=([\w-]{43})\n/.exec(box)?.[1] ?? '';
    const file = join(dataDir, LINK_FILE);
    expect(readFileSync(file, 'utf8').trim()).toBe(token);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await invitation()).toBeNull();

    const answer = await bed.http().post(SESSION).send({ token }).expect(200);
    expect(answer.body).toMatchObject({ signed_in: true, kind: 'console', via: 'session' });
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^stablequeue_session=[\w-]{43}; Max-Age=2592000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    expect(existsSync(file)).toBe(false);
    expect((await bed.http().post(SESSION).send({ token }).expect(401)).body).toMatchObject({
      error: 'invalid_link',
    });
    const stored = readFileSync(join(dataDir, 'stablequeue.sqlite'));
    expect(stored.includes(token)).toBe(false);
  });

  it('opens for one of many that come at once', async () => {
    await start();
    const token = await bed.link();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => bed.http().post(SESSION).send({ token })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
  });

  it('ends after a day, and the next start prints another, as long as there is no password', async () => {
    await start();
    const token = await bed.link();
    bed.clock.advance(DAY_MS);
    await signIn({ token }, 401);
    expect(await invitation()).toContain('#token=');
    await signIn({ token: await bed.link() });
    expect(await invitation()).toContain('#token=');
    await restart({ STABLEQUEUE_ADMIN_PASSWORD: 'correct horse' });
    expect(await invitation()).toBeNull();
  });

  it.each([
    ['on loopback', { HOST: '127.0.0.1' }],
    ['where everybody is let in', { STABLEQUEUE_AUTH: 'none' }],
  ])('is not printed %s', async (_where, env) => {
    await start(env);
    expect(await invitation()).toBeNull();
  });

  it('is printed on loopback, too, when signing in is required', async () => {
    await start({ HOST: 'localhost', STABLEQUEUE_AUTH: 'required' });
    expect(await invitation()).toContain('#token=');
  });

  it('is made anew by whoever is at the console', async () => {
    await start();
    await bed.http().post(`${SESSION}/link`).expect(401);
    const link = (await bed.http().post(`${SESSION}/link`).set('Authorization', bed.local).expect(201))
      .body as {
      path: string;
    };
    await signIn({ token: link.path.replace('/#token=', '') });
  });
});

describe('a session', () => {
  it('goes on while it is used, survives a restart, and ends after 30 days without', async () => {
    await start();
    const cookie = await signIn({ token: await bed.link() });
    bed.clock.advance(20 * DAY_MS);
    const answer = await bed.http().get('/api/v1/whoami').set('Cookie', cookie).expect(200);
    expect(answer.headers['set-cookie']?.[0]).toContain(`${cookie}; Max-Age=2592000`);
    expect((await bed.http().get(SESSION).set('Cookie', cookie)).headers).not.toHaveProperty('set-cookie');
    await restart();
    expect(await who(cookie)).toMatchObject({ signed_in: true });
    bed.clock.advance(51 * DAY_MS);
    expect(await who(cookie)).toMatchObject({ signed_in: false, kind: 'nobody' });
  });

  it('is stored as a hash only', async () => {
    await start();
    const cookie = await signIn({ token: await bed.link() });
    const rows = await bed.database.read((manager) =>
      manager.query<object[]>(`SELECT * FROM console_sessions`),
    );
    expect(JSON.stringify(rows)).not.toContain(cookie.split('=')[1]);
  });

  it('can be seen and closed from another browser, and signs itself out', async () => {
    await start();
    const [first, second] = [
      await signIn({ token: await bed.link() }),
      await signIn({ token: await bed.link() }),
    ];
    const list = async (): Promise<SignedInBrowsersDto['sessions']> =>
      (
        (await bed.http().get('/api/v1/sessions').set('Cookie', second).expect(200))
          .body as SignedInBrowsersDto
      ).sessions;
    const sessions = await list();
    expect(sessions).toMatchObject([{ current: true }, { current: false, signed_in_by: 'link' }]);
    await bed.http().delete(`/api/v1/sessions/${sessions[1]!.id}`).set('Cookie', second).expect(200);
    await bed.http().delete(`/api/v1/sessions/${sessions[1]!.id}`).set('Cookie', second).expect(404);
    expect(await who(first)).toMatchObject({ signed_in: false });
    const out = await bed.http().delete(SESSION).set('Cookie', second).expect(200);
    expect(out.headers['set-cookie']?.[0]).toMatch(/^stablequeue_session=;.*Expires=Thu, 01 Jan 1970/);
    expect(await who(second)).toMatchObject({ signed_in: false });
  });

  it('is bound to the host over HTTPS', async () => {
    await start({ TRUSTED_PROXIES: 'loopback', PUBLIC_URL: 'https://queue.example.org' });
    const answer = await bed
      .http()
      .post(SESSION)
      .set({ Host: 'queue.example.org', 'X-Forwarded-Proto': 'https', Origin: 'https://queue.example.org' })
      .send({ token: await bed.link() })
      .expect(200);
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^__Host-stablequeue_session=.*; Path=\/;.*Secure/);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
  });

  it('changes nothing for pages of other sites', async () => {
    await start();
    const cookie = await signIn({ token: await bed.link() });
    const change = (headers: Record<string, string>) =>
      bed.http().post('/api/v1/change').set('Cookie', cookie).set(headers).send({});
    const port = (bed.app.getHttpServer() as { address(): { port: number } }).address().port;
    await change({ Origin: `http://127.0.0.1:${port}` }).expect(201);
    await change({ Origin: 'http://evil.example' }).expect(403);
    await change({ 'Sec-Fetch-Site': 'cross-site' }).expect(403);
    await change({ Origin: 'http://evil.example', Authorization: 'Bearer x:y' }).expect(401);
  });
});

describe('the password', () => {
  it('is set at the console, signs in, and signs others out when it changes', async () => {
    await start();
    const cookie = await signIn({ token: await bed.link() });
    const other = await signIn({ token: await bed.link() });
    const change = (body: object, by = cookie) =>
      bed.http().put(`${SESSION}/password`).set('Cookie', by).send(body);
    await change({ password: 'short' }).expect(400);
    await change({ password: 'correct horse' }).expect(200);
    expect([await who(cookie), await who(other)]).toMatchObject([{ signed_in: true }, { signed_in: false }]);

    await restart();
    expect(await who('')).toMatchObject({ signed_in: false, password_set: true, warnings: [] });
    const again = await signIn({ password: 'correct horse' });
    expect((await change({ password: 'battery staple' }, again).expect(401)).body).toMatchObject({
      error: 'wrong_password',
    });
    await change({ current: 'correct horse', password: 'battery staple' }, again).expect(200);
    await signIn({ password: 'correct horse' }, 401);
    await signIn({ password: 'battery staple' });
    await signIn({ token: null, password: 'battery staple' });
    await signIn({ token: null, password: null }, 400);
  });

  it('comes from the environment or a file before all others, and cannot be changed then', async () => {
    const file = join(dataDir, 'password');
    writeFileSync(file, 'from a file\n');
    await start({ STABLEQUEUE_ADMIN_PASSWORD_FILE: file });
    const cookie = await signIn({ password: 'from a file' });
    const refusal = await bed
      .http()
      .put(`${SESSION}/password`)
      .set('Cookie', cookie)
      .send({ password: 'something' });
    expect([refusal.status, refusal.body]).toMatchObject([409, { error: 'password_from_environment' }]);
    expect(await who(cookie)).toMatchObject({ password_set: true, password_from_environment: true });
    await restart({ STABLEQUEUE_ADMIN_PASSWORD: 'another one' });
    expect(await who(cookie)).toMatchObject({ signed_in: false });
    await signIn({ password: 'from a file' }, 401);
  });

  it('is told apart from none at all', async () => {
    await start();
    expect((await bed.http().post(SESSION).send({ password: 'x' }).expect(409)).body).toMatchObject({
      error: 'no_password',
    });
    await bed.http().post(SESSION).send({}).expect(400);
    await bed
      .http()
      .post(SESSION)
      .send({ password: ['x'] })
      .expect(400);
    await bed.http().post(SESSION).expect(400);
  });

  it('cannot be tried again and again', async () => {
    await start({ STABLEQUEUE_ADMIN_PASSWORD: 'correct horse' });
    for (let tries = 0; tries < 5; tries += 1) await signIn({ password: 'guess' }, 401);
    const refusal = await bed.http().post(SESSION).send({ password: 'correct horse' }).expect(429);
    expect(refusal.body).toMatchObject({ error: 'too_many_failed_attempts' });
    expect(refusal.headers['retry-after']).toBe('1');
    bed.clock.advance(1_000);
    await signIn({ password: 'guess' }, 401);
    bed.clock.advance(1_000);
    await signIn({ password: 'correct horse' }, 429);
    bed.clock.advance(1_000);
    await signIn({ password: 'correct horse' });
  });
});
