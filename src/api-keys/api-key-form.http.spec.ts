// What a key cannot be set to.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeTempFolder, removeFolder } from '../../test/support/temp-folder.js';
import { SCOPES } from '../access/contract/index.js';
import { startKeys, type KeysBed } from './fixtures/keys-bed.js';

const KEYS = '/api/v1/api-keys';

describe('the form of a key', () => {
  let dataDir: string;
  let bed: KeysBed;

  beforeEach(async () => {
    dataDir = makeTempFolder('keys');
    bed = await startKeys(dataDir);
  });
  afterEach(async () => {
    await bed.stop();
    await removeFolder(dataDir);
  });

  it.each([
    [{}, 'name'],
    [{ name: '   ' }, 'name'],
    [{ name: 'a'.repeat(101) }, 'name'],
    [{ name: 'a\nb' }, 'control characters'],
    [{ name: ['a'] }, 'name'],
    [{ name: 'a', scopes: [] }, 'scopes'],
    [{ name: 'a', scopes: null }, 'scopes'],
    [{ name: 'a', scopes: ['root'] }, `one of ${SCOPES.join(', ')}`],
    [{ name: 'a', scopes: 'admin' }, 'scopes'],
    [{ name: 'a', servers: [] }, 'null is for every server'],
    [{ name: 'a', servers: [7] }, 'servers'],
    [{ name: 'a', app_types: [''] }, 'app_types'],
    [{ name: 'a', limits: { max_running: 0 } }, 'limits.max_running'],
    [{ name: 'a', limits: { max_running: 1.5 } }, 'limits.max_running'],
    [{ name: 'a', limits: { on_exceed: 'explode' } }, 'limits.on_exceed'],
    [{ name: 'a', limits: 7 }, 'limits'],
    [{ name: 'a', settings: { sdapi_mode: 'slow' } }, 'settings.sdapi_mode'],
    [{ name: 'a', expires_at: 'tomorrow' }, 'expires_at'],
    [{ name: 'a', expires_at: '2027-01-01T00:00:00' }, 'zone'],
    [{ name: 'a', expires_at: '2025-01-01T00:00:00Z' }, 'in the future'],
    [{ name: 'a', is_active: 'no' }, 'is_active'],
  ])('refuses %j', async (body, says) => {
    const answer = await bed.http().post(KEYS).send(body).expect(400);
    expect(answer.body).toMatchObject({
      error: 'invalid_field_value',
      message: expect.stringContaining(says),
    });
    expect((await bed.http().get(KEYS).expect(200)).body).toMatchObject({ count: 0 });
  });

  it('refuses to unset what every key has', async () => {
    await bed.make();
    for (const body of [{ name: null }, { is_active: null }, { scopes: null }, { name: '' }])
      await bed.http().patch(`${KEYS}/1`).send(body).expect(400);
    const answer = await bed.http().get(`${KEYS}/1`).expect(200);
    expect(answer.body).toMatchObject({ api_key: { name: 'Forge of Ada', is_active: true } });
  });
});
