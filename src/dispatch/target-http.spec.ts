import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Target } from './contract/index.js';
import { TargetHttp, joinUrl } from './target-http.js';

describe('TargetHttp', () => {
  const http = new TargetHttp();
  const servers: Server[] = [];
  afterEach(async () => {
    await http.onModuleDestroy();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  async function target(answer: RequestListener, over: Partial<Target> = {}): Promise<Target> {
    const server = createServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const base: Target = {
      id: baseUrl,
      alias: 'a',
      appType: 'x',
      baseUrl,
      credentials: { type: 'none' },
      extraHeaders: {},
      tls: { verify: true },
      options: {},
    };
    return { ...base, ...over };
  }

  it('joins paths to a base URL that ends in a path', async () => {
    const { baseUrl, ...rest } = await target(() => undefined);
    expect(joinUrl({ baseUrl: `${baseUrl}/gpu1/`, ...rest }, '/sdapi/v1/x')).toBe(
      `${baseUrl}/gpu1/sdapi/v1/x`,
    );
  });

  it('sends the login and the headers of the server', async () => {
    const seen: unknown[] = [];
    const to = await target(
      (request, response) => {
        seen.push(request.headers.authorization, request.headers['x-tunnel']);
        response.end('{}');
      },
      {
        credentials: { type: 'basic', username: 'me', password: 'p:w' },
        extraHeaders: { 'x-tunnel': 'yes' },
      },
    );
    await http.call(to, { path: 'a', timeoutMs: 1000 });
    expect(seen).toEqual([`Basic ${Buffer.from('me:p:w').toString('base64')}`, 'yes']);
  });

  it('asks once more when a kept connection turned out dead, but never repeats a POST', async () => {
    let asked = 0;
    const to = await target((request, response) => {
      asked += 1;
      if (asked % 2 === 1) request.socket.resetAndDestroy();
      else response.end('{"ok":true}');
    });
    expect((await http.call(to, { path: 'a', timeoutMs: 1000 })).status).toBe(200);
    expect(asked).toBe(2);
    const post = http.call(to, { method: 'POST', path: 'a', json: {}, timeoutMs: 1000 });
    await expect(post).rejects.toMatchObject({ failure: 'reset' });
    expect(asked).toBe(3);
  });

  it('logs in to Gradio when it must, and keeps the cookie', async () => {
    const seen: string[] = [];
    const to = await target(
      (request, response) => {
        seen.push(`${request.url} ${request.headers.cookie ?? '-'}`);
        const isLogin = request.url === '/login';
        const isIn = request.headers.cookie === 'access-token-unsecure-x=1';
        if (isLogin) response.setHeader('set-cookie', ['access-token-unsecure-x=1; path=/; HttpOnly']);
        response.writeHead(isLogin || isIn ? 200 : 401).end('{"success":true}');
      },
      { credentials: { type: 'gradio', username: 'me', password: 'p' } },
    );
    expect((await http.call(to, { path: 'file=/a', timeoutMs: 1000 })).status).toBe(200);
    expect((await http.call(to, { path: 'file=/b', timeoutMs: 1000 })).status).toBe(200);
    expect(seen).toEqual([
      '/file=/a -',
      '/login -',
      '/file=/a access-token-unsecure-x=1',
      '/file=/b access-token-unsecure-x=1',
    ]);
  });

  it('stops reading an answer that is larger than allowed', async () => {
    const to = await target((_request, response) => void response.end('x'.repeat(100_000)));
    const call = http.call(to, { path: 'a', timeoutMs: 1000, maxBytes: 1000 });
    await expect(call).rejects.toMatchObject({ failure: 'too_large' });
  });

  it('gives up in time, and when it is told to', async () => {
    const to = await target(() => undefined);
    await expect(http.call(to, { path: 'a', timeoutMs: 30 })).rejects.toMatchObject({ failure: 'timeout' });
    const aborter = new AbortController();
    const call = http.call(to, { path: 'a', timeoutMs: 5000, signal: aborter.signal });
    aborter.abort();
    await expect(call).rejects.toMatchObject({ failure: 'aborted' });
  });

  it('tells a refused connection from others', async () => {
    const to = await target(() => undefined);
    const call = http.call({ ...to, id: 'x', baseUrl: 'http://127.0.0.1:9' }, { path: 'a', timeoutMs: 1000 });
    await expect(call).rejects.toMatchObject({ failure: 'refused', neverConnected: true });
  });
});
