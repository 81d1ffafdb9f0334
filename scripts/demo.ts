// `npm run demo`: the real server on a data folder of its own, two simulated Forge servers and a handful of jobs, so
// that somebody without a GPU sees images appear.
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pause } from '../src/common/pause.js';
import { startForgeSimulator, type ForgeSimulator } from '../simulators/forge/index.js';

const PROMPTS = [
  'a lighthouse at dusk, oil on canvas',
  'a fox in the snow, soft light',
  'portrait of an old sailor, film grain',
  'a glass greenhouse full of ferns',
  'isometric city block at night, neon',
  'a bowl of ramen, studio photograph',
];
const READY_MS = 60_000;

async function main(): Promise<void> {
  const server = startServer();
  const url = `http://${hostOf(process.env['HOST'])}:${process.env['PORT'] || 3000}`;
  try {
    await ready(url, server);
    const simulators = await Promise.all([
      startForgeSimulator({ stepMs: 90, loadMs: 1_500 }),
      startForgeSimulator({ stepMs: 160, loadMs: 2_500 }),
    ]);
    await addServers(url, simulators);
    await submitJobs(url);
    say(`\nThe demo runs: ${PROMPTS.length} jobs on two simulated servers (the pictures are simulated).`);
    say(
      `  jobs      ${url}/api/v1/queue/jobs\n  images    ${url}/api/v1/gallery/images\n  events    ${url}/api/v1/events\n  API       ${url}/doc`,
    );
    say('Ctrl-C ends it.\n');
    await ended(server);
    await Promise.all(simulators.map((simulator) => simulator.close()));
  } catch (error) {
    server.kill('SIGTERM');
    throw error;
  }
}

function startServer(): ChildProcess {
  const program = fileURLToPath(new URL('../src/main.js', import.meta.url));
  const env = {
    ...process.env,
    CONFIG_DATA_PATH: process.env['CONFIG_DATA_PATH'] || './demo-data',
    LOG_LEVEL: process.env['LOG_LEVEL'] || 'warn',
    PROBE_INTERVAL_MS: process.env['PROBE_INTERVAL_MS'] || '2000',
  };
  return spawn(process.execPath, [program], { env, stdio: 'inherit' });
}

function hostOf(host: string | undefined): string {
  return !host || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}

async function ready(url: string, server: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + READY_MS;
  while (Date.now() < giveUpAt) {
    if (server.exitCode !== null) throw new Error('The server did not start; see above.');
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error(`The server did not get ready within ${READY_MS / 1000} s.`);
}

/** The simulators' ports change with every start, so servers of an earlier demo get the new address. */
async function addServers(url: string, simulators: ForgeSimulator[]): Promise<void> {
  for (const [index, simulator] of simulators.entries()) {
    const alias = `demo-forge-${index + 1}`;
    const body = {
      alias,
      base_url: simulator.url,
      app_type: 'forge',
      notes: 'Simulated: its pictures are made by arithmetic.',
    };
    const changed = await send(`${url}/api/v1/servers/${alias}`, 'PUT', body);
    if (changed.status === 404) await expectOk(send(`${url}/api/v1/servers`, 'POST', body));
    else await expectOk(Promise.resolve(changed));
  }
}

async function submitJobs(url: string): Promise<void> {
  for (const [index, prompt] of PROMPTS.entries()) {
    const generation_params = {
      prompt,
      steps: 12,
      width: 512,
      height: index % 2 ? 768 : 512,
      seed: -1,
      sampler_name: 'Euler a',
    };
    await expectOk(send(`${url}/api/v1/generate`, 'POST', { generation_params, source_info: 'demo' }));
  }
}

function send(url: string, method: string, body: unknown): Promise<Response> {
  return fetch(url, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

async function expectOk(answer: Promise<Response>): Promise<void> {
  const response = await answer;
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
}

function ended(server: ChildProcess): Promise<void> {
  // The terminal sends Ctrl-C to both; a signal to this process alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal));
  return new Promise((resolve) => server.once('exit', () => resolve()));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
