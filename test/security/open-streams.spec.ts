// Event streams stay open for days: each has to end with what it was opened by, and with nothing else.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request, type Dispatcher } from 'undici';
import { OpenStreams } from '../../src/access/identity/open-streams.js';
import { eventually, throughout } from '../support/eventually.js';
import { startApp, type RunningApp } from '../support/start-app.js';

const EVENTS = '/api/v1/events';
const PASSWORD = 'correct horse battery staple';

interface MadeKey {
  key: string;
  secret: string;
  api_key: { id: number };
}

class OpenStream {
  ended = false;
  text = '';

  constructor({ body }: Dispatcher.ResponseData) {
    body.setEncoding('utf8');
    body
      .on('data', (text: string) => (this.text += text))
      .on('end', () => (this.ended = true))
      .on('error', () => (this.ended = true));
  }
}

let running: RunningApp;

async function listen(path: string, headers: Record<string, string> = {}): Promise<OpenStream> {
  const answer = await request(`${running.url}${path}`, { headers });
  expect(answer.statusCode).toBe(200);
  return new OpenStream(answer);
}

async function ticketOf(headers: Record<string, string>): Promise<string> {
  const answer = await request(`${running.url}${EVENTS}/ticket`, { method: 'POST', headers });
  return ((await answer.body.json()) as { ticket: string }).ticket;
}

async function statusOf(method: 'GET' | 'HEAD', path: string, headers: Record<string, string> = {}) {
  const answer = await request(`${running.url}${path}`, { method, headers });
  await answer.body.dump();
  return answer.statusCode;
}

afterEach(() => running.stop());

describe('an event stream of a key', () => {
  let key: MadeKey;
  let headers: Record<string, string>;

  beforeEach(async () => {
    running = await startApp();
    key = await running.api.ok<MadeKey>('POST', '/api/v1/api-keys', {
      name: 'listener',
      scopes: ['read_all'],
    });
    headers = { 'x-api-key': key.key, 'x-api-secret': key.secret };
  });

  const change = (body: object) => running.api.ok('PATCH', `/api/v1/api-keys/${key.api_key.id}`, body);
  const rotate = (overlap_hours: number) =>
    running.api.ok<{ secret: string }>('POST', `/api/v1/api-keys/${key.api_key.id}/rotate`, {
      overlap_hours,
    });
  const endsOrStays = async (stream: OpenStream) => {
    await running.api.ok('POST', '/api/v1/queue/pause');
    await eventually(() => stream.text.includes('event: queue.state'));
    await throughout(() => !stream.ended, 300);
  };

  it.each([
    ['is switched off', { is_active: false }],
    ['gets other rights', { scopes: ['read_own'] }],
  ])('ends when the key %s', async (_what, body) => {
    const stream = await listen(EVENTS, headers);
    await change(body);
    await eventually(() => stream.ended);
  });

  it('ends when the key is deleted', async () => {
    const stream = await listen(EVENTS, headers);
    await running.api.ok('DELETE', `/api/v1/api-keys/${key.api_key.id}`);
    await eventually(() => stream.ended);
  });

  it.each(['/api/v1/events/', '/API/V1/Events', '/api/v1/EVENTS/?kinds=job'])(
    'ends however its address is written: %s',
    async (path) => {
      const stream = await listen(path, headers);
      await change({ is_active: false });
      await eventually(() => stream.ended);
    },
  );

  it('ends with the secret that opened it', async () => {
    const [bySecret, byTicket] = [
      await listen(EVENTS, headers),
      await listen(`${EVENTS}/?ticket=${await ticketOf(headers)}`),
    ];
    const { secret } = await rotate(0);
    await eventually(() => bySecret.ended && byTicket.ended);
    const next = await listen(EVENTS, { ...headers, 'x-api-secret': secret });
    await change({ name: 'still listening' });
    await endsOrStays(next);
  });

  it('stays while the secret before the last still holds', async () => {
    const stream = await listen(EVENTS, headers);
    await rotate(1);
    await endsOrStays(stream);
  });

  it('goes on when something else about keys changes', async () => {
    const stream = await listen(EVENTS, headers);
    await change({ name: 'still listening' });
    await running.api.ok('POST', '/api/v1/api-keys', { name: 'another' });
    running.app.get(OpenStreams, { strict: false }).lookAgain();
    await endsOrStays(stream);
  });

  it('is not opened by a ticket whose key has been shut out since', async () => {
    const ticket = await ticketOf(headers);
    await rotate(0);
    expect(await statusOf('GET', `${EVENTS}?ticket=${ticket}`)).toBe(401);
  });

  it('has a head that ends', async () => {
    expect(await statusOf('HEAD', EVENTS, headers)).toBe(200);
    expect(await statusOf('HEAD', '/API/v1/events/', headers)).toBe(200);
  });

  it('is in the access log while it is open, once', async () => {
    const stream = await listen(EVENTS, headers);
    const entries = async () => {
      const path = `/api/v1/api-keys/${key.api_key.id}/access-log`;
      return (await running.api.ok<{ entries: unknown[] }>('GET', path)).entries;
    };
    await eventually(async () => (await entries()).length === 1);
    expect(stream.ended).toBe(false);
    await change({ is_active: false });
    await eventually(() => stream.ended);
    await throughout(async () => (await entries()).length === 1, 1_500);
    expect(await entries()).toMatchObject([{ route: EVENTS, status: 200, who: 'key' }]);
  });
});

describe('an event stream of the console', () => {
  it.each(['a cookie', 'a ticket'])('opened by %s ends with the session', async (by) => {
    running = await startApp({ STABLEQUEUE_AUTH: 'required', STABLEQUEUE_ADMIN_PASSWORD: PASSWORD });
    const session = { 'content-type': 'application/json' };
    const signIn = await request(`${running.url}/api/v1/session`, {
      method: 'POST',
      headers: session,
      body: JSON.stringify({ password: PASSWORD }),
    });
    await signIn.body.dump();
    const cookie = { cookie: String(signIn.headers['set-cookie']).split(';')[0]!, origin: running.url };
    const stream =
      by === 'a cookie'
        ? await listen(EVENTS, cookie)
        : await listen(`${EVENTS}?ticket=${await ticketOf(cookie)}`);
    await throughout(() => !stream.ended, 200);
    const signOut = await request(`${running.url}/api/v1/session`, { method: 'DELETE', headers: cookie });
    expect(signOut.statusCode).toBe(200);
    await signOut.body.dump();
    await eventually(() => stream.ended);
  });
});
