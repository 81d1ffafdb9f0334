// The receivers of docs/api/examples really tell genuine messages from forged ones. Node is always here; Python and PHP
// where they are installed.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { eventually } from '../support/eventually.js';

const SECRET = `whsec_${randomBytes(32).toString('base64')}`;
const BODY = JSON.stringify({
  type: 'job.completed',
  timestamp: '2026-11-20T12:00:00Z',
  data: { job_id: 'j1' },
});

const receivers = [
  {
    language: 'JavaScript',
    program: process.execPath,
    args: (port: number) => ['docs/api/examples/verify-webhook.mjs', String(port)],
  },
  {
    language: 'Python',
    program: 'python3',
    args: (port: number) => ['docs/api/examples/verify_webhook.py', String(port)],
  },
  {
    language: 'PHP',
    program: 'php',
    args: (port: number) => ['-S', `127.0.0.1:${port}`, 'docs/api/examples/verify-webhook.php'],
  },
].filter(({ program }) => spawnSync(program, ['--version']).status === 0);

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function signed(body: string, secret = SECRET, at = Date.now()): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`msg_1.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': 'msg_1',
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}

describe.each(receivers)('the example in $language', ({ program, args }) => {
  let child: ChildProcess | undefined;

  afterEach(() => {
    child?.kill('SIGKILL');
  });

  it('takes genuine messages and refuses all others', async () => {
    const port = await freePort();
    child = spawn(program, args(port), {
      env: { ...process.env, STABLEQUEUE_WEBHOOK_SECRET: SECRET },
      stdio: 'ignore',
    });
    const send = async (headers: Record<string, string>, body = BODY): Promise<number> => {
      const answer = await request(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body });
      await answer.body.dump();
      return answer.statusCode;
    };
    await eventually(async () => (await send(signed(BODY))) === 204);
    const other = `whsec_${randomBytes(32).toString('base64')}`;
    const both = signed(BODY);
    both['webhook-signature'] = `${signed(BODY, other)['webhook-signature']} ${both['webhook-signature']}`;
    expect(await send(both)).toBe(204);
    expect(await send(signed(BODY, other))).toBe(401);
    expect(await send(signed(BODY), `${BODY} `)).toBe(401);
    expect(await send(signed(BODY, SECRET, Date.now() - 3_600_000))).toBe(401);
    expect(await send({ 'content-type': 'application/json' })).toBe(401);
  });
});
