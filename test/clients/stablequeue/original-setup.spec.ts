// The original's pages "Server Setup" and "API Keys": their requests from the browser, and what they read of the
// answers. Passwords and secrets, which the original handed out, are what must not be there.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientBench, keyHeaders } from './client-bench.js';
import { jsonOf, textOf } from './recorded-call.js';

let bench: ClientBench;
beforeAll(async () => {
  bench = await ClientBench.open();
});
afterAll(() => bench.close());

describe('the page "Server Setup"', () => {
  const form = { alias: 'attic', apiUrl: 'http://127.0.0.1:9', authUser: 'ada', authPass: 'hunter2-hunter2' };
  const messageOf = (answer: Parameters<typeof jsonOf>[0]) => jsonOf<{ message: unknown }>(answer).message;

  it('adds a server with a login', async () => {
    const answer = await bench.asConsole('POST', '/api/v1/servers', form);
    expect(answer.status).toBe(201);
    expect(jsonOf(answer)).toMatchObject({
      message: expect.any(String),
      server: { alias: 'attic', apiUrl: 'http://127.0.0.1:9' },
    });
    expect(textOf(answer)).not.toContain('hunter2');
  });

  it('lists servers as a bare array with alias and apiUrl, and no password', async () => {
    const answer = await bench.asConsole('GET', '/api/v1/servers');
    const servers = jsonOf<{ alias: string; apiUrl: string }[]>(answer);
    expect(servers.map(({ alias, apiUrl }) => ({ alias, apiUrl }))).toEqual(
      expect.arrayContaining([
        { alias: 'attic', apiUrl: 'http://127.0.0.1:9' },
        { alias: bench.alias, apiUrl: bench.forge.url },
      ]),
    );
    expect(textOf(answer)).not.toContain('hunter2');
  });

  it('fills its form from one server', async () => {
    const answer = await bench.asConsole('GET', '/api/v1/servers/attic');
    expect(answer.status).toBe(200);
    expect(jsonOf(answer)).toMatchObject({ alias: 'attic', apiUrl: 'http://127.0.0.1:9' });
    expect((await bench.asConsole('GET', '/api/v1/servers/nobody')).status).toBe(404);
  });

  it('refuses a second server of that name, and one without an address, with a message', async () => {
    for (const body of [form, { alias: 'cellar' }]) {
      const answer = await bench.asConsole('POST', '/api/v1/servers', body);
      expect([answer.status, messageOf(answer)]).toEqual([400, expect.any(String)]);
    }
  });

  it('renames it and leaves the login alone that its form did not send', async () => {
    const body = { alias: 'loft', apiUrl: 'http://127.0.0.1:9/forge' };
    const answer = await bench.asConsole('PUT', '/api/v1/servers/attic', body);
    expect(answer.status).toBe(200);
    expect(jsonOf(answer)).toMatchObject({
      message: expect.any(String),
      server: { ...body, credentials: { username: 'ada', password_set: true } },
    });
    expect((await bench.asConsole('GET', '/api/v1/servers/attic')).status).toBe(404);
  });

  it('deletes it', async () => {
    const answer = await bench.asConsole('DELETE', '/api/v1/servers/loft');
    expect([answer.status, messageOf(answer)]).toEqual([200, expect.any(String)]);
    const again = await bench.asConsole('DELETE', '/api/v1/servers/loft');
    expect([again.status, messageOf(again)]).toEqual([404, expect.any(String)]);
  });
});

describe('the page "API Keys"', () => {
  interface ShownKey {
    id: number;
    name: string;
    key: string;
    secret: string;
    created_at: string;
    is_active: boolean;
  }
  let made: ShownKey;
  const works = async (): Promise<number> => {
    const answer = await bench.send({ method: 'GET', path: '/api/v1/servers', headers: keyHeaders(made) });
    return answer.status;
  };

  it('makes a key from a name and a description, and shows key and secret this once', async () => {
    const body = { name: 'Forge of Eve', description: 'the one in the attic' };
    const answer = await bench.asConsole('POST', '/api/v1/api-keys', body);
    expect(answer.status).toBe(201);
    const result = jsonOf<{ success: boolean; message: string; api_key: ShownKey }>(answer);
    expect(result).toMatchObject({ success: true, message: expect.any(String) });
    made = result.api_key;
    expect(made).toMatchObject({
      name: 'Forge of Eve',
      key: expect.stringMatching(/^mk_[0-9a-f]{24}$/),
      secret: expect.stringMatching(/^[0-9a-f]{32,}$/),
      is_active: true,
    });
    expect(Number.isNaN(Date.parse(made.created_at))).toBe(false);
    expect(await works()).toBe(200);
  });

  it('lists keys with links and a count, and without secrets', async () => {
    const answer = await bench.asConsole('GET', '/api/v1/api-keys');
    const list = jsonOf<{ success: boolean; api_keys: ShownKey[]; count: number }>(answer);
    expect(list).toMatchObject({ success: true, count: list.api_keys.length });
    expect(list.api_keys.find((one) => one.id === made.id)).toMatchObject({
      name: 'Forge of Eve',
      key: made.key,
      is_active: true,
      created_at: made.created_at,
      _links: { self: expect.anything(), update: expect.anything(), delete: expect.anything() },
    });
    expect(textOf(answer)).not.toContain(made.secret);
  });

  it('shows one key without its secret', async () => {
    const answer = await bench.asConsole('GET', `/api/v1/api-keys/${made.id}`);
    expect(answer.status).toBe(200);
    expect(jsonOf(answer)).toMatchObject({ api_key: { id: made.id, name: 'Forge of Eve', key: made.key } });
    expect(textOf(answer)).not.toContain(made.secret);
  });

  it('renames and deactivates it, which stops it at once, and activates it again', async () => {
    const path = `/api/v1/api-keys/${made.id}`;
    for (const [is_active, status] of [
      [false, 401],
      [true, 200],
    ] as const) {
      const body = { name: 'Eve', description: '', is_active };
      const answer = await bench.asConsole('PUT', path, body);
      expect(answer.status).toBe(200);
      expect(jsonOf(answer)).toMatchObject({ api_key: { name: 'Eve', is_active } });
      expect(textOf(answer)).not.toContain(made.secret);
      expect(await works()).toBe(status);
    }
  });

  it('deletes it, and it is gone at once', async () => {
    const path = `/api/v1/api-keys/${made.id}`;
    const answer = await bench.asConsole('DELETE', path);
    expect([answer.status, jsonOf(answer)]).toEqual([
      200,
      expect.objectContaining({ success: true, message: expect.any(String) }),
    ]);
    expect(await works()).toBe(401);
    expect((await bench.asConsole('GET', path)).status).toBe(404);
  });

  it('wants a name', async () => {
    for (const body of [{}, { name: '   ' }]) {
      const answer = await bench.asConsole('POST', '/api/v1/api-keys', body);
      expect([answer.status, jsonOf<{ error: unknown }>(answer).error]).toEqual([400, expect.any(String)]);
    }
  });
});
