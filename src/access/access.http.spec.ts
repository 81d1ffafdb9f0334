// Who gets in: keys in all their forms, the console, and what each may do.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeTempFolder, removeFolder } from '../../test/support/temp-folder.js';
import type { ApiKeySecretDto } from '../api-keys/api-key.dto.js';
import { AccessLog } from '../api-keys/access-log.js';
import { LinkSigner } from '../secrets/link-signer.js';
import { AppController } from '../app.controller.js';
import { startAccess, type AccessBed, type Told } from './fixtures/access-bed.js';

const EVERYWHERE = { HOST: '0.0.0.0' };
let dataDir = '';
let bed: AccessBed;

function start(...[folder, env, controllers = []]: Parameters<typeof startAccess>): Promise<AccessBed> {
  return startAccess(folder, env, [AppController, ...controllers]);
}

beforeEach(() => {
  dataDir = makeTempFolder('access');
});
afterEach(async () => {
  await bed.stop();
  await removeFolder(dataDir);
});

async function whoIs(
  headers: Record<string, string>,
  path = '/api/v1/whoami',
): Promise<Partial<Told> & { error?: string }> {
  return (await bed.http().get(path).set(headers)).body as Partial<Told> & { error?: string };
}

function pair({ key, secret }: ApiKeySecretDto): Record<string, string> {
  return { 'X-API-Key': key, 'X-API-Secret': secret };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

describe('a key', () => {
  it('is taken in every form that clients send', async () => {
    bed = await start(dataDir, EVERYWHERE);
    const made = await bed.key();
    const both = `${made.key}:${made.secret}`;
    const forms: [string, Record<string, string>][] = [
      ['header', pair(made)],
      ['bearer', { Authorization: `Bearer ${both}` }],
      ['bearer', { Authorization: `bearer ${base64(both)}` }],
      ['bearer', { Authorization: both }],
      ['basic', { Authorization: `Basic ${base64(both)}` }],
    ];
    for (const [via, headers] of forms)
      expect(await whoIs(headers)).toMatchObject({ kind: 'key', keyId: made.api_key.id, via });
  });

  it('never falls back to the console when it is wrong, on loopback or with a cookie', async () => {
    bed = await start(dataDir);
    expect(await whoIs({})).toMatchObject({ kind: 'console', via: 'loopback' });
    const made = await bed.key();
    const wrong: Record<string, string>[] = [
      { 'X-API-Key': made.key, 'X-API-Secret': 'x' },
      { 'X-API-Key': made.key },
      { 'X-API-Secret': made.secret },
      { 'X-API-Key': 'mk_unknown', 'X-API-Secret': made.secret },
    ];
    for (const headers of wrong) expect(await whoIs(headers)).toMatchObject({ error: 'invalid_api_key' });
    bed.clock.advance(3_600_000);
    expect(await whoIs({ Authorization: 'Bearer nonsense' })).toMatchObject({ error: 'invalid_api_key' });
    expect(await whoIs({ Authorization: 'Digest nonsense' })).toMatchObject({ error: 'invalid_api_key' });
  });

  it('is absent when a client sends an empty one', async () => {
    bed = await start(dataDir);
    for (const value of ['', 'Basic', 'Bearer', 'Basic Og=='])
      expect(await whoIs({ Authorization: value })).toMatchObject({ via: 'loopback' });
  });

  it('is told why it may not be used only when its secret is right', async () => {
    bed = await start(dataDir, EVERYWHERE);
    const expiring = await bed.key({ expires_at: bed.clock.isoIn(1_000) });
    const inactive = await bed.key();
    await bed
      .http()
      .patch(`/api/v1/api-keys/${inactive.api_key.id}`)
      .set('Authorization', bed.local)
      .send({ is_active: false })
      .expect(200);
    bed.clock.advance(2_000);
    expect(await whoIs(pair(expiring))).toMatchObject({ error: 'api_key_expired' });
    expect(await whoIs(pair(inactive))).toMatchObject({ error: 'api_key_inactive' });
    expect(await whoIs(pair({ ...inactive, secret: 'x' }))).toMatchObject({ error: 'invalid_api_key' });
  });

  it('does what its scopes say and nothing else', async () => {
    bed = await start(dataDir, EVERYWHERE);
    const made = await bed.key();
    await bed.http().post('/api/v1/generate').set(pair(made)).send({ a: 1 }).expect(201);
    const refusal = await bed.http().get('/api/v1/everything').set(pair(made)).expect(403);
    expect(refusal.body).toMatchObject({
      success: false,
      error: 'scope_missing',
      message: 'This needs a key with the scope "read_all" or "manage_queue".',
      details: { required_any_of: ['read_all', 'manage_queue'] },
    });
    const admin = await bed.key({ scopes: ['admin'] });
    await bed.http().get('/api/v1/everything').set(pair(admin)).expect(200);
    for (const [method, path] of [
      ['get', '/api/v1/sessions'],
      ['post', '/api/v1/session/link'],
    ] as const)
      expect((await bed.http()[method](path).set(pair(admin))).body).toMatchObject({ error: 'console_only' });
  });

  it('stands in the address for the A1111 door only', async () => {
    bed = await start(dataDir, EVERYWHERE);
    const made = await bed.key();
    const token = (
      await bed.http().post(`/api/v1/api-keys/${made.api_key.id}/path-token`).set('Authorization', bed.local)
    ).body as { token: string };
    expect(await whoIs({}, `/k/${token.token}/sdapi/v1/options`)).toMatchObject({
      via: 'path',
      keyId: made.api_key.id,
    });
    expect(await whoIs({}, `/k/${token.token}/a1111/tower/sdapi/v1/options`)).toMatchObject({ via: 'path' });
    expect(await whoIs({}, `/k/${token.token}/api/v1/whoami`)).toMatchObject({ error: 'not_found' });
    expect(await whoIs({}, '/k/wrong-token/sdapi/v1/options')).toMatchObject({ error: 'invalid_api_key' });
    const lost = await bed.http().get(`/k/${token.token}/sdapi/v1/nothing-here`).expect(404);
    expect(lost.text).not.toContain(token.token);
  });

  it('is not needed with AUTH_TOKEN, on /sdapi alone', async () => {
    bed = await start(dataDir, { ...EVERYWHERE, AUTH_TOKEN: 'a-token-of-the-environment' });
    const bearer = { Authorization: 'Bearer a-token-of-the-environment' };
    expect(await whoIs(bearer, '/sdapi/v1/options')).toMatchObject({ kind: 'key', via: 'bearer' });
    expect(await whoIs(bearer)).toMatchObject({ error: 'invalid_api_key' });
    expect(await whoIs(bearer, '/a1111/sdapi/v1/options')).toMatchObject({ kind: 'key' });
  });
});

describe('without a key', () => {
  it('nobody gets in beyond loopback, and programs are told how to', async () => {
    bed = await start(dataDir, EVERYWHERE);
    const answer = await bed.http().get('/api/v1/whoami').expect(401);
    expect(answer.body).toMatchObject({ error: 'authentication_required' });
    expect(answer.headers['www-authenticate']).toMatch(/Basic realm="StableQueue".*Bearer/);
    const page = await bed.http().get('/api/v1/whoami').set('X-Requested-With', 'fetch').expect(401);
    expect(page.headers).not.toHaveProperty('www-authenticate');
    await bed.http().get('/').expect(200);
  });

  it('the console is open to this machine as long as nobody else reaches the port', async () => {
    bed = await start(dataDir);
    expect(await whoIs({})).toMatchObject({ kind: 'console', via: 'loopback' });
    expect(await whoIs({ Host: 'localhost:3000' })).toMatchObject({ via: 'loopback' });
    const signs: Record<string, string>[] = [
      { 'X-Forwarded-For': '127.0.0.1' },
      { 'X-Forwarded-Proto': 'https' },
      { Forwarded: 'for=127.0.0.1' },
      { 'X-Real-IP': '127.0.0.1' },
      { Via: '1.1 proxy' },
      { Host: 'nodots' },
    ];
    for (const headers of signs)
      expect(await whoIs(headers)).toMatchObject({ error: 'authentication_required' });
  });

  it('not even this machine gets in when signing in is required, but for the owner of the data folder', async () => {
    bed = await start(dataDir, { STABLEQUEUE_AUTH: 'required' });
    expect(await whoIs({})).toMatchObject({ error: 'authentication_required' });
    expect(await whoIs({ Authorization: bed.local })).toMatchObject({
      kind: 'console',
      name: 'command line',
    });
    expect(await whoIs({ Authorization: bed.local, 'X-Forwarded-For': '1.2.3.4' })).toMatchObject({
      error: 'invalid_api_key',
    });
  });

  it('everybody gets in with STABLEQUEUE_AUTH=none, which the console says', async () => {
    bed = await start(dataDir, { ...EVERYWHERE, STABLEQUEUE_AUTH: 'none' });
    expect(await whoIs({})).toMatchObject({ kind: 'console', via: 'open' });
    const session = (await bed.http().get('/api/v1/session').expect(200)).body as object;
    expect(session).toMatchObject({ auth: 'none', warnings: [{ code: 'open_to_everybody' }] });
  });

  it('a proxy vouches for people only when it is trusted', async () => {
    const env = { ...EVERYWHERE, AUTH_PROXY_HEADER: 'Remote-User', TRUSTED_PROXIES: '127.0.0.1' };
    bed = await start(dataDir, env);
    expect(await whoIs({ 'Remote-User': 'ada' })).toMatchObject({
      kind: 'console',
      via: 'proxy',
      name: 'ada',
    });
    expect(await whoIs({})).toMatchObject({ error: 'authentication_required' });
    await bed.stop();
    bed = await start(dataDir, { ...env, TRUSTED_PROXIES: '10.0.0.0/8' });
    expect(await whoIs({ 'Remote-User': 'ada' })).toMatchObject({ error: 'authentication_required' });
  });

  it('a signed link shows its one image and nothing else', async () => {
    bed = await start(dataDir, EVERYWHERE);
    const signed = bed.app.get(LinkSigner).sign('/api/v1/images/preview/a.png');
    expect(await whoIs({}, signed)).toMatchObject({ via: 'link' });
    expect(await whoIs({}, `${signed}&size=256`)).toMatchObject({ via: 'link' });
    for (const path of [
      signed.replace('a.png', 'b.png'),
      signed.replace('/api/v1/images/preview/a.png', '/api/v1/gallery/images'),
      signed.replace(/sig=.*/, 'sig=x&sig=y'),
      '/api/v1/images/preview/a.png?exp[a]=1&sig[b]=2',
    ])
      expect(await whoIs({}, path)).toMatchObject({ error: 'authentication_required' });
    bed.clock.advance(9 * 86_400_000);
    expect(await whoIs({}, signed)).toMatchObject({ error: 'authentication_required' });
  });
});

describe('a ticket', () => {
  it('opens one stream of events, once and within a minute', async () => {
    bed = await start(dataDir, EVERYWHERE);
    const made = await bed.key();
    const take = async (): Promise<string> => {
      const answer = await bed.http().post('/api/v1/events/ticket').set(pair(made)).expect(200);
      expect(answer.body).toMatchObject({ expires_in: 60 });
      return (answer.body as { ticket: string }).ticket;
    };
    const url = `http://127.0.0.1:${(bed.app.getHttpServer() as { address(): { port: number } }).address().port}`;
    const open = async (ticket: string): Promise<number> => {
      const abort = new AbortController();
      const { status } = await fetch(`${url}/api/v1/events?ticket=${ticket}`, { signal: abort.signal });
      abort.abort();
      return status;
    };
    const ticket = await take();
    expect(await open(ticket)).toBe(200);
    expect(await open(ticket)).toBe(401);
    const late = await take();
    bed.clock.advance(60_000);
    expect(await open(late)).toBe(401);
    expect(await whoIs({}, `/api/v1/whoami?ticket=${await take()}`)).toMatchObject({
      error: 'authentication_required',
    });
  });
});

describe('the access log', () => {
  it('has every use and every refusal by the pattern of its route, and no token', async () => {
    bed = await start(dataDir, EVERYWHERE);
    const made = await bed.key();
    await whoIs(pair(made));
    await whoIs(pair({ ...made, secret: 'wrong' }), '/api/v1/images/preview/private.png');
    await bed.http().get('/api/v1/everything').set(pair(made)).expect(403);
    await whoIs({}, '/k/some-token/sdapi/v1/options');
    await bed.http().get('/').expect(200);
    await bed.app.get(AccessLog, { strict: false }).flush();
    const rows = await bed.database.read((manager) =>
      manager.query<Record<string, unknown>[]>(
        `SELECT * FROM access_log WHERE route <> '/api/v1/api-keys' ORDER BY id`,
      ),
    );
    const keyId = made.api_key.id;
    expect(rows).toMatchObject([
      {
        who: 'key',
        key_id: keyId,
        via: 'header',
        method: 'GET',
        route: '/api/v1/whoami',
        status: 200,
        code: null,
      },
      {
        who: 'nobody',
        key_id: keyId,
        route: '/api/v1/images/preview/:filename',
        status: 401,
        code: 'invalid_api_key',
      },
      { who: 'key', key_id: keyId, route: '/api/v1/everything', status: 403, code: 'scope_missing' },
      { who: 'nobody', key_id: null, route: '/sdapi/v1/options', status: 401, code: 'invalid_api_key' },
    ]);
    expect(rows.map(({ address }) => address)).toEqual(rows.map(() => '127.0.0.1'));
    expect(JSON.stringify(rows)).not.toContain('some-token');
  });
});
