import { afterEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMALL, eventually, targetOf, webuiSubject } from '../../../../test/support/webui-subject.js';
import type { ForgeSimulator } from '../../../../simulators/forge/index.js';
import type { Dispatcher, ProbeResult, Target } from '../../contract/index.js';
import { A1111Dispatcher } from '../../providers/a1111/a1111.dispatcher.js';
import { ForgeDispatcher } from '../../providers/forge/forge.dispatcher.js';

const soon = (): AbortSignal => AbortSignal.timeout(20_000);
const probe = (dispatcher: Dispatcher, target: Target): Promise<ProbeResult> =>
  dispatcher.probe(target, soon());

describe('a probe', () => {
  const forge = webuiSubject('forge', (http) => new ForgeDispatcher(http));
  const a1111 = webuiSubject('a1111', (http) => new A1111Dispatcher(http));
  const others: Server[] = [];
  afterEach(async () => {
    for (const server of others.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    await Promise.all([forge.close(), a1111.close()]);
  });

  async function something(answer: RequestListener): Promise<Target> {
    const server = createServer(answer);
    others.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return targetOf({ url } as ForgeSimulator);
  }

  it('finds a server that is well', async () => {
    const server = await forge.start();
    const result = await probe(forge.dispatcher, targetOf(server));
    expect(result).toMatchObject({ state: 'online', problem: null, problemCode: null, busyElsewhere: false });
    expect(result.memory?.ramTotalBytes).toBeGreaterThan(0);
    expect(result.memory?.gpuTotalBytes).toBeGreaterThan(0);
    expect(server.requests.length).toBeLessThanOrEqual(4);
  });

  it('knows the version and the loaded checkpoint once a job ran', async () => {
    const server = await forge.start();
    const target = targetOf(server);
    await fetch(`${server.url}/sdapi/v1/txt2img`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...SMALL, override_settings: { sd_model_checkpoint: 'modelB' } }),
    });
    await forge.dispatcher.inventory(target, soon());
    expect((await probe(forge.dispatcher, target)).loadedCheckpoint).toMatch(/^modelB\.safetensors \[/);
  });

  it('sees that somebody else’s job runs there', async () => {
    const server = await forge.start({ knobs: { externalUser: 2_000 } });
    await eventually(async () => (await probe(forge.dispatcher, targetOf(server))).busyElsewhere === true);
  });

  it.each([
    ['http://127.0.0.1:9', 'unreachable', 'unreachable', 'Nothing listens'],
    ['http://no-such-host.invalid:7860', 'unreachable', 'unreachable', 'cannot be resolved'],
    ['nonsense', 'unreachable', 'unreachable', 'cannot be used'],
  ])('says why %s cannot be reached', async (baseUrl, state, problemCode, words) => {
    const result = await probe(forge.dispatcher, targetOf({ url: baseUrl } as ForgeSimulator));
    expect(result).toMatchObject({ state, problemCode, problem: expect.stringContaining(words) });
  });

  it('tells a missing login from a wrong password', async () => {
    const server = await forge.start({ apiAuth: { user: 'me', password: 'right' } });
    const login = (password: string) => ({
      credentials: { type: 'basic' as const, username: 'me', password },
    });
    expect(await probe(forge.dispatcher, targetOf(server))).toMatchObject({ problemCode: 'login_needed' });
    expect(await probe(forge.dispatcher, targetOf(server, login('x')))).toMatchObject({
      problemCode: 'wrong_password',
    });
    expect(await probe(forge.dispatcher, targetOf(server, login('right')))).toMatchObject({
      state: 'online',
    });
  });

  it('says that the API is off where nothing else may be used', async () => {
    const server = await forge.start({ api: false });
    const target = targetOf(server, { options: { connection: 'rest' } });
    expect(await probe(forge.dispatcher, target)).toMatchObject({
      state: 'misconfigured',
      problemCode: 'api_not_enabled',
      problem: expect.stringContaining('--api'),
    });
  });

  it('finds a server without web UI well', async () => {
    const server = await a1111.start({ nowebui: true });
    expect(await probe(a1111.dispatcher, targetOf(server))).toMatchObject({ state: 'online' });
  });

  it('waits for a server that is starting', async () => {
    const server = await forge.start({ knobs: { notReadyForMs: 600 } });
    expect(await probe(forge.dispatcher, targetOf(server))).toMatchObject({
      state: 'starting',
      problemCode: 'starting',
    });
    await eventually(async () => (await probe(forge.dispatcher, targetOf(server))).state === 'online');
  });

  it('leaves an A1111 alone for a moment after it came back', async () => {
    const server = await a1111.start();
    const target = targetOf(server);
    const back = server.restart(300);
    await eventually(async () => (await probe(a1111.dispatcher, target)).state === 'unreachable');
    await back;
    const asked = server.requests.length;
    expect(await probe(a1111.dispatcher, target)).toMatchObject({ state: 'starting' });
    expect(server.requests.length).toBe(asked);
  });

  it('says when a server is of the other app type', async () => {
    const one = targetOf(await forge.start());
    const other = targetOf(await a1111.start());
    expect(await probe(a1111.dispatcher, one)).toMatchObject({
      problemCode: 'not_this_app_type',
      problem: expect.stringContaining('"forge"'),
    });
    expect(await probe(forge.dispatcher, other)).toMatchObject({
      problemCode: 'not_this_app_type',
      problem: expect.stringContaining('"a1111"'),
    });
  });

  it('recognises a ComfyUI, and a port where something else answers', async () => {
    const comfy = await something((request, response) => {
      const isStats = request.url === '/system_stats';
      response.writeHead(isStats ? 200 : 404).end(isStats ? '{"system":{"os":"posix"}}' : '404: Not Found');
    });
    expect((await probe(forge.dispatcher, comfy)).problem).toContain('ComfyUI');
    const page = await something((_request, response) => void response.end('<html>hello</html>'));
    const result = await probe(forge.dispatcher, page);
    expect(result).toMatchObject({ problemCode: 'wrong_port', problem: expect.stringMatching(/7860.*7861/) });
    const proxy = await something(
      (_request, response) => void response.writeHead(502).end('<html>Bad Gateway</html>'),
    );
    expect(await probe(forge.dispatcher, proxy)).toMatchObject({ state: 'unreachable' });
  });

  it('explains a self-signed certificate, and accepts it when told to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sq-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '1',
        '-keyout',
        key,
        '-out',
        cert,
        ...subject,
      ],
      { stdio: 'ignore' },
    );
    const caPem = readFileSync(cert, 'utf8');
    const server = await forge.start({ tls: { key: readFileSync(key, 'utf8'), cert: caPem } });
    rmSync(folder, { recursive: true });
    expect(await probe(forge.dispatcher, targetOf(server))).toMatchObject({
      problemCode: 'tls',
      problem: expect.stringContaining('tls.verify'),
    });
    expect(await probe(forge.dispatcher, targetOf(server, { tls: { verify: false } }))).toMatchObject({
      state: 'online',
    });
    expect(await probe(forge.dispatcher, targetOf(server, { tls: { verify: true, caPem } }))).toMatchObject({
      state: 'online',
    });
  });
});
