import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { eventually } from '../support/eventually.js';
import { startApp, type RunningApp } from '../support/start-app.js';

interface MadeKey {
  key: string;
  secret: string;
  api_key: { id: number };
}

describe('an event stream of a key', () => {
  let running: RunningApp;
  let key: MadeKey;
  let ended: boolean;

  beforeEach(async () => {
    running = await startApp();
    key = await running.api.ok<MadeKey>('POST', '/api/v1/api-keys', { name: 'listener' });
    const headers = { 'x-api-key': key.key, 'x-api-secret': key.secret };
    const answer = await request(`${running.url}/api/v1/events`, { headers });
    expect(answer.statusCode).toBe(200);
    ended = false;
    answer.body.on('end', () => (ended = true)).on('error', () => (ended = true));
    answer.body.resume();
  });
  afterEach(() => running.stop());

  const change = (body: object) => running.api.ok('PATCH', `/api/v1/api-keys/${key.api_key.id}`, body);

  it.each([
    ['is switched off', { is_active: false }],
    ['gets other rights', { scopes: ['read_own'] }],
  ])('ends when the key %s', async (_what, body) => {
    await change(body);
    await eventually(() => ended, 5_000);
  });

  it('ends when the key is deleted', async () => {
    await running.api.ok('DELETE', `/api/v1/api-keys/${key.api_key.id}`);
    await eventually(() => ended, 5_000);
  });

  it('goes on when something else about keys changes', async () => {
    await change({ name: 'still listening' });
    await running.api.ok('POST', '/api/v1/api-keys', { name: 'another' });
    expect(ended).toBe(false);
  });
});
