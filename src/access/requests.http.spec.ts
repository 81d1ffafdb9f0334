// What every request has to be, whoever sends it: for this host, in JSON, of a decent size and not too often.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { firstValueFrom, Subject } from 'rxjs';
import { eventually } from '../../test/support/eventually.js';
import { makeTempFolder, removeFolder } from '../../test/support/temp-folder.js';
import { AccessLog } from '../api-keys/access-log.js';
import { AppController } from '../app.controller.js';
import { Allow } from './contract/index.js';
import { startAccess, type AccessBed } from './fixtures/access-bed.js';

const PASSWORD = 'correct horse battery staple';
let dataDir = '';
let bed: AccessBed;

function start(...[folder, env, controllers = []]: Parameters<typeof startAccess>): Promise<AccessBed> {
  return startAccess(folder, env, [AppController, ...controllers]);
}

beforeEach(() => {
  dataDir = makeTempFolder('requests');
});
afterEach(async () => {
  await bed?.stop();
  await removeFolder(dataDir);
});

describe('the host', () => {
  it('has to be one of ours, against rebinding', async () => {
    bed = await start(dataDir, {
      STABLEQUEUE_ALLOWED_HOSTS: 'queue.lan, .example.org',
      PUBLIC_URL: 'https://public.net/q',
    });
    for (const host of [
      '127.0.0.1:3000',
      '[::1]:3000',
      'localhost',
      'queue.lan',
      'a.example.org:80',
      'example.org',
      'public.net',
      'tower',
    ])
      await bed.http().get('/').set('Host', host).expect(200);
    for (const host of [
      'evil.example',
      '127.0.0.1.evil.example',
      'evilexample.org',
      'localhost.evil.example',
    ]) {
      const refusal = await bed.http().get('/').set('Host', host).expect(421);
      expect(refusal.body).toMatchObject({ error: 'host_not_allowed' });
      expect(refusal.text).toContain('STABLEQUEUE_ALLOWED_HOSTS');
    }
    for (const host of ['a b', 'x@y', '::1', 'ho"st'])
      await bed.http().get('/').set('Host', host).expect(400);
  });

  it('is what a trusted proxy says, and nobody else', async () => {
    bed = await start(dataDir, { TRUSTED_PROXIES: '127.0.0.1/32', PUBLIC_URL: 'https://public.net' });
    const through = (host: string) =>
      bed.http().get('/').set({ Host: '127.0.0.1', 'X-Forwarded-Host': host });
    await through('public.net').expect(200);
    await through('evil.example').expect(421);
    await bed.stop();
    bed = await start(dataDir);
    await through('evil.example').expect(200);
  });
});

describe('a body', () => {
  beforeEach(async () => {
    bed = await start(dataDir);
  });

  it('is JSON and says so, but for clients of A1111', async () => {
    const send = (path: string, type: string, body = '{"a":1}') => {
      const request = bed.http().post(path);
      return (type ? request.set('Content-Type', type) : request.unset('Content-Type')).send(
        Buffer.from(body),
      );
    };
    await send('/api/v1/generate', 'application/json').expect(201);
    await send('/api/v1/generate', 'application/vnd.api+json; charset=utf-8').expect(201);
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
    ])
      expect((await send('/api/v1/generate', type).expect(415)).body).toMatchObject({
        error: 'unsupported_media_type',
      });
    const bare = await send('/sdapi/v1/txt2img', '').expect(201);
    expect(bare.body).toMatchObject({ body: { a: 1 } });
    await send('/sdapi/v1/txt2img', 'text/plain').expect(415);
    await send('/login', 'application/x-www-form-urlencoded', 'username=a').expect(404);
    await bed.http().post('/api/v1/generate').expect(201);
  });

  it.each([
    ['{"a":{"__proto__":{"x":1}}}', 'a.__proto__'],
    ['{"a":[{"__pr\\u006fto__":1}]}', 'a.0.__proto__'],
    ['{"constructor":{"prototype":{"x":1}}}', 'constructor'],
    [`${'{"a":'.repeat(101)}1${'}'.repeat(101)}`, 'a.a.a.a.a.a.a.a.a.a.…'],
  ])('that would pollute or exhaust is refused: %.40s', async (text, path) => {
    const refusal = await bed
      .http()
      .post('/api/v1/generate')
      .set('Content-Type', 'application/json')
      .send(text);
    expect([refusal.status, refusal.body]).toMatchObject([
      400,
      { error: 'invalid_json', details: { fields: [{ path }] } },
    ]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('may be large where images come with it, and nowhere else', async () => {
    const large = { image: 'x'.repeat(2_000_000) };
    for (const path of ['/api/v1/generate', '/sdapi/v1/txt2img', '/a1111/tower/sdapi/v1/txt2img'])
      await bed.http().post(path).send(large).expect(201);
    expect((await bed.http().post('/api/v1/change').send(large).expect(413)).body).toMatchObject({
      error: 'request_too_large',
    });
  });

  it('of a stranger is not even read', async () => {
    await bed.stop();
    bed = await start(dataDir, { HOST: '0.0.0.0' });
    await bed
      .http()
      .post('/api/v1/generate')
      .send({ image: 'x'.repeat(2_000_000) })
      .expect(401);
    expect((await bed.http().post('/api/v1/open').send({ a: 1 })).body).toEqual({ body: { a: 1 } });
    expect(
      (
        await bed
          .http()
          .post('/api/v1/open')
          .send({ a: 'x'.repeat(20_000) })
      ).body,
    ).toEqual({ body: null });
  });
});

/** Of the minute that a limit is for. */
function secondsLeft(rateLimit: string | undefined): string | undefined {
  const seconds = /;t=(\d+)$/.exec(rateLimit ?? '')?.[1];
  return Number(seconds) >= 1 && Number(seconds) <= 60 ? seconds : undefined;
}

describe('rates', () => {
  const env = { HOST: '0.0.0.0' };

  it('count submits and polls of a key apart, and tell how much is left', async () => {
    bed = await start(dataDir, env);
    const made = await bed.key({ limits: { submits_per_minute: 3, requests_per_minute: 5 } });
    const auth = { 'X-API-Key': made.key, 'X-API-Secret': made.secret };
    const submit = () => bed.http().post('/api/v1/generate').set(auth).send({});
    const first = await submit().expect(201);
    expect(first.headers).toMatchObject({
      'ratelimit-policy': '"submit";q=3;w=60',
      ratelimit: '"submit";r=2;t=60',
    });
    await submit().expect(201);
    await submit().expect(201);
    const over = await submit().expect(429);
    expect(over.body).toMatchObject({ error: 'rate_limited' });
    expect(over.headers['retry-after']).toBe(secondsLeft(over.headers['ratelimit']));
    expect(over.headers['ratelimit']).toMatch(/^"submit";r=0;t=\d+$/);
    const poll = await bed.http().get('/api/v1/whoami').set(auth).expect(200);
    expect(poll.headers).toMatchObject({
      'ratelimit-policy': '"request";q=5;w=60',
      ratelimit: '"request";r=4;t=60',
    });
    const another = await bed.key();
    await bed
      .http()
      .post('/api/v1/generate')
      .set({ 'X-API-Key': another.key, 'X-API-Secret': another.secret })
      .expect(201);
  });

  it('let a hundred submits within seconds pass', async () => {
    bed = await start(dataDir, env);
    const made = await bed.key();
    const burst = Array.from({ length: 100 }, () =>
      bed
        .http()
        .post('/api/v1/generate')
        .set({ 'X-API-Key': made.key, 'X-API-Secret': made.secret })
        .send({}),
    );
    expect(new Set((await Promise.all(burst)).map(({ status }) => status))).toEqual(new Set([201]));
  });

  it('limit strangers by address, and this machine not at all', async () => {
    bed = await start(dataDir, { ...env, TRUSTED_PROXIES: 'loopback' });
    const knock = (address: string) => bed.http().get('/api/v1/whoami').set('X-Forwarded-For', address);
    const statuses = await Promise.all(Array.from({ length: 301 }, () => knock('198.51.100.7')));
    expect(statuses.filter(({ status }) => status === 429)).toHaveLength(1);
    await knock('198.51.100.8').expect(401);
    const here = await bed.http().get('/').expect(200);
    expect(here.headers).not.toHaveProperty('ratelimit');
  });

  it('limit strangers at addresses without a route, too, and leave few rows of them', async () => {
    bed = await start(dataDir, { ...env, TRUSTED_PROXIES: 'loopback' });
    const knock = (path: string) => bed.http().get(path).set('X-Forwarded-For', '198.51.100.7');
    const statuses = await Promise.all(Array.from({ length: 310 }, (_, at) => knock(`/nothing/${at}`)));
    expect(statuses.filter(({ status }) => status === 404)).toHaveLength(300);
    expect(statuses.filter(({ status }) => status === 429)).toHaveLength(10);
    const { headers } = statuses.find(({ status }) => status === 429)!;
    expect(headers['retry-after']).toBe(secondsLeft(headers['ratelimit']));
    const foreign = await Promise.all(
      Array.from({ length: 10 }, () => knock('/nothing').set('Host', 'evil.example')),
    );
    expect(new Set(foreign.map(({ status }) => status))).toEqual(new Set([421]));
    await bed.app.get(AccessLog, { strict: false }).flush();
    const rows = await bed.database.read((manager) =>
      manager.query<object[]>(`SELECT status, code, address FROM access_log ORDER BY id`),
    );
    const address = '198.51.100.7';
    expect(rows).toEqual([
      { status: 429, code: 'rate_limited', address },
      { status: 421, code: 'host_not_allowed', address },
    ]);
  });

  it('make wrong keys wait, longer each time, but never a right one', async () => {
    bed = await start(dataDir, { ...env, TRUSTED_PROXIES: 'loopback', STABLEQUEUE_ADMIN_PASSWORD: PASSWORD });
    const made = await bed.key();
    const attempt = (address: string, secret: string, key = made.key) =>
      bed
        .http()
        .get('/api/v1/whoami')
        .set({ 'X-Forwarded-For': address, 'X-API-Key': key, 'X-API-Secret': secret });
    const signIn = (password: string) =>
      bed.http().post('/api/v1/session').set('X-Forwarded-For', attacker).send({ password });
    const [attacker, owner] = ['203.0.113.5', '198.51.100.7'];
    for (let tries = 0; tries < 5; tries += 1) await attempt(attacker, 'guess').expect(401);
    const refusal = await attempt(attacker, 'guess').expect(429);
    expect([refusal.headers['retry-after'], refusal.body]).toMatchObject([
      '1',
      { error: 'too_many_failed_attempts' },
    ]);
    await attempt(attacker, 'guess', 'mk_another').expect(429);
    await attempt(attacker, made.secret).expect(200);
    await attempt(owner, 'guess').expect(401);
    await attempt(owner, made.secret).expect(200);
    await signIn('not this one').expect(401);
    await signIn(PASSWORD).expect(200);
    bed.clock.advance(1_000);
    await attempt(attacker, 'guess').expect(401);
    expect((await attempt(attacker, 'guess').expect(429)).headers['retry-after']).toBe('2');
  });

  it('slow down guesses at the password and at links by address, and let a right link in', async () => {
    bed = await start(dataDir, { ...env, TRUSTED_PROXIES: 'loopback', STABLEQUEUE_ADMIN_PASSWORD: PASSWORD });
    const signIn = (body: object, address = '203.0.113.5') =>
      bed.http().post('/api/v1/session').set('X-Forwarded-For', address).send(body);
    for (let tries = 0; tries < 5; tries += 1) {
      await signIn({ password: `guess ${tries}` }).expect(401);
      await signIn({ token: `guess-${tries}` }).expect(401);
    }
    await signIn({ password: PASSWORD }).expect(429);
    await signIn({ password: 'guess' }, '198.51.100.7').expect(401);
    await signIn({ password: PASSWORD }, '198.51.100.7').expect(200);
    await signIn({ token: 'guess' }).expect(429);
    await signIn({ token: await bed.link() }).expect(200);
  });

  it('slow down guesses at AUTH_TOKEN, whatever they look like', async () => {
    const token = 'a-token-of-the-environment';
    bed = await start(dataDir, { ...env, TRUSTED_PROXIES: 'loopback', AUTH_TOKEN: token });
    const made = await bed.key();
    const ask = (bearer: string, address = '203.0.113.5') =>
      bed
        .http()
        .get('/sdapi/v1/options')
        .set({ 'X-Forwarded-For': address, Authorization: `Bearer ${bearer}` });
    for (const guess of ['one', 'a:pair', Buffer.from('b:pair').toString('base64'), 'two', 'three'])
      await ask(guess).expect(401);
    await ask('four').expect(429);
    await ask(token).expect(429);
    await ask(token, '198.51.100.7').expect(200);
    await ask(`${made.key}:${made.secret}`).expect(200);
    bed.clock.advance(1_000);
    await ask(token).expect(200);
  });
});

describe('answers', () => {
  it('tell browsers to be careful, without breaking plain HTTP', async () => {
    bed = await start(dataDir);
    const { headers } = await bed.http().get('/api/v1/whoami').expect(200);
    expect(headers['content-security-policy']).toContain("script-src 'self';style-src 'self';");
    expect(headers['content-security-policy']).not.toMatch(/unsafe|upgrade-insecure/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'SAMEORIGIN',
      'cache-control': 'no-store',
    });
    expect(headers['permissions-policy']).toContain('camera=()');
    for (const name of ['strict-transport-security', 'x-powered-by', 'access-control-allow-origin'])
      expect(headers).not.toHaveProperty(name);
  });

  it('of the root tell programs what this is, whoever they are', async () => {
    bed = await start(dataDir, { HOST: '0.0.0.0' });
    expect((await bed.http().get('/').expect(200)).body).toMatchObject({ name: 'StableQueue', docs: '/doc' });
    await bed.http().head('/').expect(200);
    await bed.http().head('/a1111/tower').expect(200);
  });
});

const answers = new Subject<string>();

@Controller('api/v1/held')
class HeldController {
  @Get()
  @Allow()
  wait(): Promise<string> {
    return firstValueFrom(answers);
  }
}

describe('a request that is held', () => {
  it('is in the access log before it is answered, and again at its end', async () => {
    bed = await start(dataDir, { HOST: '0.0.0.0' }, [HeldController]);
    const made = await bed.key();
    const rows = async () => {
      await bed.app.get(AccessLog, { strict: false }).flush();
      return bed.database.read((manager) =>
        manager.query<object[]>(
          `SELECT status, who FROM access_log WHERE route = '/api/v1/held' ORDER BY id`,
        ),
      );
    };
    const answer = bed
      .http()
      .get('/api/v1/held')
      .set({ 'X-API-Key': made.key, 'X-API-Secret': made.secret })
      .then(({ status }) => status);
    await eventually(async () => (await rows()).length === 1);
    answers.next('at last');
    expect(await answer).toBe(200);
    await eventually(async () => (await rows()).length === 2);
    expect(await rows()).toEqual([
      { status: 102, who: 'key' },
      { status: 200, who: 'key' },
    ]);
  });
});

@Controller('api/v1/forgotten')
class ForgottenController {
  @Get('things')
  things(): string {
    return 'anybody';
  }
}

describe('a route without a rule', () => {
  it('stops the start and is named', async () => {
    await expect(start(dataDir, {}, [ForgottenController])).rejects.toThrow(
      /GET ForgottenController\.things/,
    );
  });
});
