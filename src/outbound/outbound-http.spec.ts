import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../test/support/eventually.js';
import { AddressPolicy } from './address-policy.js';
import { readAllowList } from './allow-list.js';
import { NameResolver } from './name-resolver.js';
import { OutboundError } from './outbound-error.js';
import { OutboundHttp } from './outbound-http.js';

/** Answers each question with the next of its answers; the last one stays. */
class FakeDns extends NameResolver {
  asked = 0;
  constructor(private readonly answers: string[][]) {
    super();
  }

  override async addressesOf(): Promise<string[]> {
    this.asked += 1;
    return this.answers[Math.min(this.asked, this.answers.length) - 1]!;
  }
}

describe(OutboundHttp.name, () => {
  let server: Server;
  let port: number;
  let hits: string[];
  let answer: RequestListener;

  beforeEach(async () => {
    hits = [];
    answer = (_request, response) => response.end('hello');
    server = createServer((request, response) => {
      hits.push(`${request.method} ${request.headers.host} ${request.url}`);
      answer(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const http = (dns: string[][] = [['127.0.0.1']], allowed = '127.0.0.1') =>
    new OutboundHttp(new AddressPolicy(readAllowList(allowed)), new FakeDns(dns));
  const get = (client: OutboundHttp, url: string, more = {}) =>
    client.send({ url, method: 'GET', timeoutMs: 20_000, ...more });
  const failure = async (sending: Promise<unknown>): Promise<string> => {
    const error = await sending.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(OutboundError);
    return (error as OutboundError).failure;
  };

  it('sends to the address that the name has, with the name as its host', async () => {
    const got = await get(http(), `http://hooks.example:${port}/a?b=1`);
    expect(got).toMatchObject({ status: 200, cut: false });
    expect(got.body.toString()).toBe('hello');
    expect(hits).toEqual([`GET hooks.example:${port} /a?b=1`]);
  });

  it('posts a body as it is', async () => {
    answer = (request, response) => void request.pipe(response);
    const got = await get(http(), `http://hooks.example:${port}/`, { method: 'POST', body: '{"ä":1}' });
    expect(got.body.toString()).toBe('{"ä":1}');
  });

  it.each([
    ['a name of a private address', [['127.0.0.1']]],
    ['a name of a mapped address', [['::ffff:127.0.0.1']]],
    ['a name of the metadata service', [['169.254.169.254']]],
    ['a name of NAT64 and 6to4 addresses', [['64:ff9b::7f00:1', '2002:7f00:1::']]],
  ])('does not dial %s', async (_what, dns) => {
    expect(await failure(get(http(dns, ''), `http://hooks.example:${port}/`))).toBe('address_not_allowed');
    expect(hits).toEqual([]);
  });

  it('does not tell what a name of the inner network means', async () => {
    const sending = get(http([['10.1.2.3']], ''), `http://nas.inner.example:${port}/`);
    await expect(sending).rejects.toThrow(/nas\.inner\.example/);
    await expect(sending).rejects.not.toThrow(/10\.1\.2\.3/);
  });

  it('does not dial literal addresses either, which never reach a resolver', async () => {
    const client = http([['8.8.8.8']], '');
    for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '127.1', '[::1]', '[::ffff:127.0.0.1]'])
      expect(await failure(get(client, `http://${host}:${port}/`))).toBe('address_not_allowed');
    expect(hits).toEqual([]);
  });

  it('dials the address that it has checked, and checks each call anew', async () => {
    const dns = new FakeDns([['127.0.0.1'], ['127.0.0.2']]);
    const client = new OutboundHttp(new AddressPolicy(readAllowList('127.0.0.1/32')), dns);
    expect((await get(client, `http://rebound.example:${port}/`)).status).toBe(200);
    expect(await failure(get(client, `http://rebound.example:${port}/`))).toBe('address_not_allowed');
    expect(dns.asked).toBe(2);
    expect(hits).toHaveLength(1);
  });

  it('passes over forbidden addresses of a name and tries the next one when nobody listens', async () => {
    const client = http([['169.254.169.254', '127.0.0.9', '127.0.0.1']], '127.0.0.0/8');
    expect((await get(client, `http://hooks.example:${port}/`)).status).toBe(200);
  });

  it('follows no redirect', async () => {
    answer = (_request, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    const got = await get(http(), `http://hooks.example:${port}/`);
    expect(got).toMatchObject({ status: 302, headers: { location: 'http://169.254.169.254/' } });
    expect(hits).toHaveLength(1);
  });

  it('reads the beginning of an endless answer and hangs up', async () => {
    let hungUp = false;
    answer = (_request, response) => {
      const writing = setInterval(() => response.write('x'.repeat(10_000)), 1);
      response.on('close', () => {
        clearInterval(writing);
        hungUp = true;
      });
    };
    const got = await get(http(), `http://hooks.example:${port}/`, { maxBytes: 1_000 });
    expect(got.body).toHaveLength(1_000);
    expect(got.cut).toBe(true);
    await eventually(() => hungUp);
  });

  it('waits no longer than it is told to, whatever the receiver does', async () => {
    answer = () => undefined;
    expect(await failure(get(http(), `http://hooks.example:${port}/`, { timeoutMs: 100 }))).toBe('timeout');
    answer = (_request, response) => void response.writeHead(200).write('a');
    expect(await failure(get(http(), `http://hooks.example:${port}/`, { timeoutMs: 100 }))).toBe('timeout');
  });

  it('can be given up', async () => {
    answer = () => undefined;
    const giveUp = new AbortController();
    const sending = get(http(), `http://hooks.example:${port}/`, { signal: giveUp.signal });
    setTimeout(() => giveUp.abort(), 50);
    expect(await failure(sending)).toBe('aborted');
  });

  it('says why nothing came back', async () => {
    answer = (request) => void request.socket.destroy();
    expect(await failure(get(http(), `http://hooks.example:${port}/`))).toBe('reset');
    expect(await failure(get(http([[]]), `http://hooks.example:${port}/`))).toBe('dns');
    expect(await failure(get(http(), `https://hooks.example:${port}/`))).toBe('tls');
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    expect(await failure(get(http(), `http://hooks.example:${port}/`))).toBe('refused');
  });
});
