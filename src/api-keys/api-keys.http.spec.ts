// Keys through HTTP: the shapes that clients read, and what may be set.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeTempFolder, removeFolder } from '../../test/support/temp-folder.js';
import type { ApiKeyDto } from './api-key.dto.js';
import { startKeys, type KeysBed } from './fixtures/keys-bed.js';

const KEYS = '/api/v1/api-keys';
const EVERYTHING_FREE = {
  submits_per_minute: null,
  requests_per_minute: null,
  max_queued: null,
  max_running: null,
  gpu_seconds_per_day: null,
  max_bulk: null,
  on_exceed: 'defer',
};

describe('the API of keys', () => {
  let dataDir: string;
  let bed: KeysBed;
  const show = async (id: number) =>
    ((await bed.http().get(`${KEYS}/${id}`).expect(200)).body as { api_key: ApiKeyDto }).api_key;

  beforeEach(async () => {
    dataDir = makeTempFolder('keys');
    bed = await startKeys(dataDir);
  });
  afterEach(async () => {
    await bed.stop();
    await removeFolder(dataDir);
  });

  it('makes a key in the shape that every existing client reads', async () => {
    const answer = await bed.http().post(KEYS).send({ name: '  Forge of Ada ' }).expect(201);
    expect(answer.headers['cache-control']).toBe('no-store');
    const body = answer.body as Awaited<ReturnType<KeysBed['make']>>;
    expect(body).toEqual({
      success: true,
      message: expect.stringContaining('not shown again'),
      api_key: {
        id: 1,
        name: 'Forge of Ada',
        key: expect.stringMatching(/^mk_[0-9a-f]{24}$/),
        secret: expect.stringMatching(/^[0-9a-f]{64}$/),
        secret_hint: body.secret.slice(-4),
        scopes: ['submit', 'read_own', 'cancel_own'],
        permissions: ['submit', 'read_own', 'cancel_own'],
        servers: null,
        app_types: null,
        limits: EVERYTHING_FREE,
        settings: { sdapi_mode: null, on_disconnect: 'keep', keep_alive: false },
        is_active: true,
        state: 'active',
        source: 'api',
        expires_at: null,
        created_at: bed.clock.iso(),
        updated_at: bed.clock.iso(),
        last_used: null,
        previous_secret_valid_until: null,
        path_token: null,
        _links: { self: `${KEYS}/1`, update: `${KEYS}/1`, delete: `${KEYS}/1` },
      },
      key: body.api_key.key,
      secret: body.api_key.secret,
    });
  });

  it('makes the first key like every other', async () => {
    const shapes = new Set<string>();
    const secrets = new Set<string>();
    for (let id = 1; id <= 100; id += 1) {
      const made = await bed.make({ name: 'the same name' });
      expect(made.api_key.id).toBe(id);
      expect(bed.verifier.verify(made.key, made.secret)?.facts).toMatchObject({ keyId: id });
      secrets.add(made.secret).add(made.key);
      const same = { id: 0, key: '', secret: '', secret_hint: '', _links: 0 };
      shapes.add(JSON.stringify({ ...made, key: '', secret: '', api_key: { ...made.api_key, ...same } }));
    }
    expect(secrets.size).toBe(200);
    expect(shapes.size).toBe(1);
  });

  it('lists keys with their links and without secrets', async () => {
    const [first, second] = [await bed.make({ name: 'first' }), await bed.make({ name: 'second' })];
    const answer = await bed.http().get(KEYS).expect(200);
    expect(answer.body).toMatchObject({
      success: true,
      count: 2,
      api_keys: [
        { id: 1, name: 'first', key: first.key, _links: { self: `${KEYS}/1` } },
        { id: 2, name: 'second', key: second.key },
      ],
    });
    expect(answer.text).not.toContain(first.secret);
    expect((await bed.http().get(`${KEYS}/1`).expect(200)).body).toMatchObject({
      success: true,
      api_key: { id: 1, name: 'first' },
    });
  });

  it('stores what is asked for, and changes only what is named', async () => {
    const made = await bed.make({
      name: 'a',
      scopes: ['submit', 'read_all'],
      servers: ['tower', 'tower', 'not there yet'],
      app_types: ['forge'],
      limits: { submits_per_minute: 30, max_running: 2, on_exceed: 'reject' },
      settings: { sdapi_mode: 'sync', keep_alive: true },
      expires_at: '2026-02-01T01:00:00+01:00',
    });
    const stored = {
      scopes: ['submit', 'read_all'],
      servers: ['tower', 'not there yet'],
      app_types: ['forge'],
      limits: { ...EVERYTHING_FREE, submits_per_minute: 30, max_running: 2, on_exceed: 'reject' },
      settings: { sdapi_mode: 'sync', on_disconnect: 'keep', keep_alive: true },
      expires_at: '2026-02-01T00:00:00.000Z',
    };
    expect(made.api_key).toMatchObject(stored);
    const changes = { limits: { max_running: null, max_queued: 5 }, servers: null };
    const changed = (await bed.http().patch(`${KEYS}/1`).send(changes).expect(200)).body as object;
    const now = {
      ...stored,
      servers: null,
      limits: { ...EVERYTHING_FREE, submits_per_minute: 30, max_queued: 5, on_exceed: 'reject' },
    };
    expect(changed).toMatchObject({ success: true, message: 'Key "a" changed.', api_key: now });
    await bed.http().put(`${KEYS}/1`).send({ name: 'b', expires_at: null }).expect(200);
    expect(await show(1)).toMatchObject({ ...now, name: 'b', expires_at: null });
    expect(bed.verifier.verify(made.key, made.secret)).toMatchObject({
      facts: { name: 'b', servers: null, appTypes: ['forge'], door: { sdapiMode: 'sync' } },
      limits: { maxQueued: 5, maxRunning: null },
    });
  });

  it("takes the original's permissions, and says what it does not use", async () => {
    const limits = { custom_rate_limits: { tier: 'extended' } };
    const understood = await bed.make({ name: 'a', permissions: ['gallery'], ...limits });
    expect(understood.api_key.scopes).toEqual(['gallery']);
    expect(understood.warnings).toMatchObject([{ code: 'custom_rate_limits_ignored' }]);
    const not = await bed.make({ name: 'a', permissions: { everything: true } });
    expect(not.api_key.scopes).toEqual(['submit', 'read_own', 'cancel_own']);
    expect(not.warnings).toMatchObject([{ code: 'permissions_not_understood' }]);
  });

  it('stops a key at once when it is switched off, has expired or is removed', async () => {
    const made = await bed.make({ name: 'a', expires_at: '2026-01-01T02:00:00Z' });
    const refusal = () => bed.verifier.verify(made.key, made.secret)?.refusal;
    await bed.http().patch(`${KEYS}/1`).send({ is_active: false }).expect(200);
    expect(refusal()).toBe('api_key_inactive');
    expect(await show(1)).toMatchObject({ state: 'inactive' });
    await bed.http().patch(`${KEYS}/1`).send({ is_active: true }).expect(200);
    expect(refusal()).toBeNull();
    bed.clock.advance(2 * 3_600_000);
    expect(refusal()).toBe('api_key_expired');
    expect(await show(1)).toMatchObject({ state: 'expired' });
    expect((await bed.http().delete(`${KEYS}/1`).expect(200)).body).toMatchObject({ success: true });
    expect(bed.verifier.verify(made.key, made.secret)).toBeNull();
    await bed.make();
    expect((await bed.http().get(`${KEYS}/2`).expect(200)).body).toMatchObject({ api_key: { id: 2 } });
  });

  it.each(['999', '0', '-1', '1e3', 'abc', '01', '9'.repeat(20), '%2e%2e'])('knows no key %s', async (id) => {
    await bed.make();
    const answers = [
      bed.http().get(`${KEYS}/${id}`),
      bed.http().patch(`${KEYS}/${id}`).send({}),
      bed.http().put(`${KEYS}/${id}`).send({}),
      bed.http().delete(`${KEYS}/${id}`),
      bed.http().post(`${KEYS}/${id}/rotate`),
      bed.http().post(`${KEYS}/${id}/path-token`),
      bed.http().delete(`${KEYS}/${id}/path-token`),
      bed.http().get(`${KEYS}/${id}/usage`),
      bed.http().get(`${KEYS}/${id}/access-log`),
    ];
    for (const answer of answers)
      expect((await answer.expect(404)).body).toMatchObject({ error: 'api_key_not_found' });
  });

  it('tells a key of itself', async () => {
    const made = await bed.make({
      name: 'a',
      servers: ['tower'],
      limits: { max_queued: 5, gpu_seconds_per_day: 60 },
    });
    const me = await bed.http().get(`${KEYS}/me`).set({ 'X-API-Key': made.key, 'X-API-Secret': made.secret });
    expect(me.body).toEqual({
      success: true,
      kind: 'key',
      id: 1,
      name: 'a',
      scopes: ['submit', 'read_own', 'cancel_own'],
      servers: ['tower'],
      app_types: null,
      expires_at: null,
      settings: { sdapi_mode: null, on_disconnect: 'keep', keep_alive: false },
      limits: { ...EVERYTHING_FREE, max_queued: 5, gpu_seconds_per_day: 60 },
      usage_today: { day: '2026-01-01', requests: 0, refusals: 0, jobs: 0, bulk_jobs: 0, gpu_seconds: 0 },
      quotas: {
        max_queued: 5,
        queued: 0,
        max_running: null,
        running: 0,
        gpu_seconds_per_day: 60,
        gpu_seconds_today: 0,
        max_bulk: null,
        on_exceed: 'defer',
      },
    });
    expect((await bed.http().get(`${KEYS}/me`).expect(200)).body).toMatchObject({
      kind: 'console',
      id: null,
      scopes: ['admin'],
      limits: null,
      usage_today: null,
      quotas: null,
    });
  });
});
