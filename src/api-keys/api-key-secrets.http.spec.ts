// Secrets of keys: rotated, given out once, never to be found anywhere else; and the key that the environment gives.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeTempFolder, removeFolder } from '../../test/support/temp-folder.js';
import type { ApiKeyDto, ApiKeySecretDto, PathTokenDto } from './api-key.dto.js';
import { startKeys, type KeysBed } from './fixtures/keys-bed.js';

const KEYS = '/api/v1/api-keys';
const HOUR_MS = 3_600_000;

describe('the secrets of keys', () => {
  let dataDir: string;
  let bed: KeysBed;
  const accepts = (key: string, secret: string) => bed.verifier.verify(key, secret) !== null;
  const rotate = async (body?: object) =>
    (await bed.http().post(`${KEYS}/1/rotate`).send(body).expect(200)).body as ApiKeySecretDto;
  const givePathToken = async () =>
    (await bed.http().post(`${KEYS}/1/path-token`).expect(201)).body as PathTokenDto;
  const show = async (id = 1) =>
    ((await bed.http().get(`${KEYS}/${id}`).expect(200)).body as { api_key: ApiKeyDto }).api_key;

  beforeEach(async () => {
    dataDir = makeTempFolder('keys');
    bed = await startKeys(dataDir);
  });
  afterEach(async () => {
    await bed.stop();
    await removeFolder(dataDir);
  });

  it('lets the old secret live on for a day, if nothing else is asked for', async () => {
    const first = await bed.make();
    const second = await rotate();
    expect(second).toMatchObject({ success: true, key: first.key, api_key: { id: 1, key: first.key } });
    expect(second.secret).toMatch(/^[0-9a-f]{64}$/);
    expect(second.secret).not.toBe(first.secret);
    expect(second.api_key.previous_secret_valid_until).toBe(bed.clock.isoIn(24 * HOUR_MS));
    expect([accepts(first.key, first.secret), accepts(first.key, second.secret)]).toEqual([true, true]);
    bed.clock.advance(24 * HOUR_MS);
    expect([accepts(first.key, first.secret), accepts(first.key, second.secret)]).toEqual([false, true]);
    expect((await show()).previous_secret_valid_until).toBeNull();
  });

  it('can end the old secret at once, and never has more than one of them', async () => {
    const first = await bed.make();
    const second = await rotate({ overlap_hours: 720 });
    const third = await rotate({ overlap_hours: 2 });
    const accepted = () => [first, second, third].map(({ secret }) => accepts(first.key, secret));
    expect(accepted()).toEqual([false, true, true]);
    const fourth = await rotate({ overlap_hours: 0 });
    expect(accepted()).toEqual([false, false, false]);
    expect(accepts(first.key, fourth.secret)).toBe(true);
    expect(await show()).toMatchObject({
      previous_secret_valid_until: null,
      secret_hint: fourth.secret.slice(-4),
    });
  });

  it.each([{ overlap_hours: -1 }, { overlap_hours: 721 }, { overlap_hours: 1.5 }, { overlap_hours: '24' }])(
    'refuses %j and keeps the secret',
    async (body) => {
      const made = await bed.make();
      await bed.http().post(`${KEYS}/1/rotate`).send(body).expect(400);
      expect(accepts(made.key, made.secret)).toBe(true);
    },
  );

  it('gives a path token that can be replaced and revoked alone', async () => {
    const made = await bed.make();
    const first = await givePathToken();
    expect(first).toMatchObject({ success: true, sdapi_url_path: `/k/${first.token}` });
    expect(first.token).toMatch(/^[\w-]{43}$/);
    expect(bed.verifier.verifyPathToken(first.token)?.facts.keyId).toBe(1);
    expect((await show()).path_token).toEqual({ created_at: bed.clock.iso() });
    const second = await givePathToken();
    expect(bed.verifier.verifyPathToken(first.token)).toBeNull();
    expect(bed.verifier.verifyPathToken(second.token)).not.toBeNull();
    await bed.http().delete(`${KEYS}/1/path-token`).expect(200);
    expect(bed.verifier.verifyPathToken(second.token)).toBeNull();
    expect((await show()).path_token).toBeNull();
    expect(accepts(made.key, made.secret)).toBe(true);
    const again = await bed.http().delete(`${KEYS}/1/path-token`).expect(409);
    expect(again.body).toMatchObject({ error: 'no_path_token' });
  });

  it('are in no file and in no later answer', async () => {
    const made = await bed.make();
    const rotated = await rotate();
    const { token } = await givePathToken();
    const secrets = [made.secret, rotated.secret, token];
    const answers = [KEYS, `${KEYS}/1`, `${KEYS}/me`, `${KEYS}/1/access-log`, `${KEYS}/1/usage`];
    for (const path of answers) {
      const { text } = await bed.http().get(path).expect(200);
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
    const changed = await bed.http().patch(`${KEYS}/1`).send({ name: 'b' }).expect(200);
    for (const secret of secrets) expect(changed.text).not.toContain(secret);
    expect(readdirSync(dataDir)).toContain('stablequeue.sqlite');
    for (const name of readdirSync(dataDir)) {
      const bytes = readFileSync(join(dataDir, name));
      for (const secret of secrets) {
        expect([name, bytes.includes(secret)]).toEqual([name, false]);
        const raw = Buffer.from(secret, secret === token ? 'base64url' : 'hex');
        expect([name, bytes.includes(raw)]).toEqual([name, false]);
      }
    }
  });

  it('still fit after a restart, and not with the key of another installation', async () => {
    const made = await bed.make();
    await bed.stop();
    bed = await startKeys(dataDir);
    expect(accepts(made.key, made.secret)).toBe(true);
    await bed.stop();
    bed = await startKeys(dataDir, { STABLEQUEUE_SECRET_KEY: 'ab'.repeat(32) });
    expect(accepts(made.key, made.secret)).toBe(false);
  });

  describe('of the environment', () => {
    const restart = async (env: Record<string, string>) => {
      await bed.stop();
      bed = await startKeys(dataDir, env);
    };
    const rows = async () =>
      ((await bed.http().get(KEYS).expect(200)).body as { api_keys: ApiKeyDto[] }).api_keys;

    it('become a key that follows AUTH_TOKEN', async () => {
      expect(await rows()).toEqual([]);
      await restart({ AUTH_TOKEN: 'the first long token' });
      const stored = {
        id: 1,
        name: 'AUTH_TOKEN',
        source: 'environment',
        secret_hint: '',
        scopes: ['submit', 'read_own', 'cancel_own'],
        settings: { sdapi_mode: 'async' },
        state: 'active',
      };
      expect(await rows()).toMatchObject([stored]);
      expect(bed.verifier.verifyBearerToken('the first long token')?.refusal).toBeNull();
      await restart({ AUTH_TOKEN: 'the second long token' });
      expect(await rows()).toMatchObject([stored]);
      expect(bed.verifier.verifyBearerToken('the first long token')).toBeNull();
      expect(bed.verifier.verifyBearerToken('the second long token')?.refusal).toBeNull();
      await restart({});
      expect(await rows()).toMatchObject([{ ...stored, state: 'inactive' }]);
      expect(bed.verifier.verifyBearerToken('the second long token')?.refusal).toBe('api_key_inactive');
      await restart({ AUTH_TOKEN: 'the second long token' });
      expect(await rows()).toMatchObject([stored]);
      expect(bed.verifier.verifyBearerToken('the second long token')?.refusal).toBeNull();
    });

    it('cannot be changed from here', async () => {
      await restart({ AUTH_TOKEN: 'the first long token' });
      const attempts = [
        bed
          .http()
          .patch(`${KEYS}/1`)
          .send({ scopes: ['admin'] }),
        bed.http().put(`${KEYS}/1`).send({ is_active: false }),
        bed.http().delete(`${KEYS}/1`),
        bed.http().post(`${KEYS}/1/rotate`),
        bed.http().post(`${KEYS}/1/path-token`),
        bed.http().delete(`${KEYS}/1/path-token`),
      ];
      for (const attempt of attempts)
        expect((await attempt.expect(409)).body).toMatchObject({ error: 'api_key_from_environment' });
      expect(bed.verifier.verifyBearerToken('the first long token')?.facts.scopes).not.toContain('admin');
    });
  });
});
