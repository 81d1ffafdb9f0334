// The walk-throughs of docs/api run as they are printed, from a key to an image, against the whole server and a
// simulated Forge. A language is left out only where its programs are not installed.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startForgeSimulator, type ForgeSimulator } from '../../simulators/forge/index.js';
import { startApp, type RunningApp } from '../support/start-app.js';
import { makeTempFolder, removeFolder } from '../support/temp-folder.js';

const TIMEOUT_MS = 180_000;

const walks = [
  { language: 'curl', programs: ['bash', 'curl', 'python3'], file: 'walk-through.sh' },
  { language: 'Python', programs: ['python3'], file: 'walk_through.py' },
].filter(({ programs }) => programs.every((program) => spawnSync(program, ['--version']).status === 0));

interface Walked {
  code: number | null;
  output: string;
}

/** For a program that opens its stream after the submit, on a busy machine too. */
let slow: ForgeSimulator;
let quick: ForgeSimulator;
let running: RunningApp;
let receiver: Server;
let told: string[];
let folder: string;
beforeAll(async () => {
  slow = await startForgeSimulator({ stepMs: 500, loadMs: 10 });
  quick = await startForgeSimulator({ loadMs: 10 });
  running = await startApp({ WEBHOOK_ALLOW_PRIVATE: '127.0.0.1' });
  await running.api.addServer({ alias: 'forge', base_url: slow.url });
  receiver = createServer((request, response) => {
    told.push(String(request.headers['webhook-signature']));
    request.resume();
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  told = [];
  folder = makeTempFolder('walk-through');
});
afterEach(() => removeFolder(folder));
afterAll(async () => {
  await new Promise((resolve) => receiver.close(resolve));
  await running.stop();
  await Promise.all([slow.close(), quick.close()]);
});

async function generateOn({ url }: ForgeSimulator): Promise<void> {
  await running.api.ok('PATCH', '/api/v1/servers/forge', { base_url: url });
}

/** The server answers from this process, so the program must not block it. */
function walk(program: string, file: string, environment: Record<string, string> = {}): Promise<Walked> {
  const env = {
    PATH: process.env['PATH'],
    STABLEQUEUE_URL: running.url,
    STABLEQUEUE_OUT: folder,
    STABLEQUEUE_WEBHOOK_URL: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
    ...environment,
  };
  const child = spawn(program, [join('docs/api/examples', file)], { env, timeout: TIMEOUT_MS - 5_000 });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** The first bytes of each file that was saved, by its ending. */
function saved(): Record<string, string> {
  const files = readdirSync(folder).map((name) => [
    name.slice(name.lastIndexOf('.')),
    readFileSync(join(folder, name)).subarray(0, 4).toString('hex'),
  ]);
  return Object.fromEntries(files) as Record<string, string>;
}

describe.each(walks)('the walk-through with $language', ({ programs, file }) => {
  const [program = ''] = programs;

  it(
    'comes from nothing to an image',
    async () => {
      await generateOn(slow);
      const { code, output } = await walk(program, file);
      expect([code, output]).toEqual([0, expect.stringContaining('I am walk-through')]);
      expect(output).toMatch(/submitted [0-9a-f-]{36}, once/);
      expect(output).toMatch(/progress \d+ %/);
      expect(output).toContain('would make 4 jobs; problems: []');
      expect(output).toMatch(/test delivered: true/i);
      expect(output).toContain('refused with invalid_field_value: generation_params.steps');
      expect(saved()).toMatchObject({ '.png': '89504e47', '.jpg': expect.stringMatching(/^ffd8ff/) });
      expect(told).toEqual([expect.stringMatching(/^v1,/)]);
    },
    TIMEOUT_MS,
  );

  it(
    'takes a key that is there already, and says what is wrong with another',
    async () => {
      await generateOn(quick);
      const { key, secret } = await running.api.ok<{ key: string; secret: string }>(
        'POST',
        '/api/v1/api-keys',
        { name: `a client in ${file}` },
      );
      const right = { STABLEQUEUE_KEY: key, STABLEQUEUE_SECRET: secret, STABLEQUEUE_WEBHOOK_URL: '' };
      expect(await walk(program, file, right)).toMatchObject({
        code: 0,
        output: expect.stringContaining(`I am a client in ${file}`),
      });
      const wrong = await walk(program, file, { ...right, STABLEQUEUE_SECRET: 'not it' });
      expect(wrong.code).not.toBe(0);
      expect(wrong.output).toContain('invalid_api_key');
    },
    TIMEOUT_MS,
  );
});
