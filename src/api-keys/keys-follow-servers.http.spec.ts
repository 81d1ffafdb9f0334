// Keys that are restricted to servers, when those get other names.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../../test/support/start-app.js';

const SERVER = { base_url: 'http://127.0.0.1:9', app_type: 'forge' };

describe('a key that is restricted to a server', () => {
  let running: RunningApp;
  let headers: Record<string, string>;

  beforeEach(async () => {
    running = await startApp();
    await running.api.pause();
    await running.api.ok('POST', '/api/v1/servers', { ...SERVER, alias: 'tower' });
    const key = await running.api.ok<{ api_key: { key: string; secret: string } }>(
      'POST',
      '/api/v1/api-keys',
      { name: 'k', servers: ['tower'] },
    );
    headers = {
      'content-type': 'application/json',
      'x-api-key': key.api_key.key,
      'x-api-secret': key.api_key.secret,
    };
  });
  afterEach(() => running.stop());

  const submit = async (alias: string): Promise<number> => {
    const body = JSON.stringify({ target_server_alias: alias, generation_params: { prompt: 'a' } });
    return (await fetch(`${running.url}/api/v2/generate`, { method: 'POST', headers, body })).status;
  };

  it('is restricted to that server under its new name at once, and not to the next one of the old name', async () => {
    expect(await submit('tower')).toBe(202);
    await running.api.ok('PATCH', '/api/v1/servers/tower', { alias: 'attic' });
    expect(await submit('attic')).toBe(202);
    await running.api.ok('POST', '/api/v1/servers', { ...SERVER, alias: 'tower' });
    expect(await submit('tower')).toBe(404);
    const { api_keys: keys } = await running.api.ok<{ api_keys: { servers: string[] }[] }>(
      'GET',
      '/api/v1/api-keys',
    );
    expect(keys.map((key) => key.servers)).toEqual([['attic']]);
  });
});
