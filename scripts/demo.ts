// `npm run demo`: the real server on a data folder of its own, two simulated Forge servers, a simulated ComfyUI and a
// handful of jobs, so that somebody without a GPU sees images appear.
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pause } from '../src/common/pause.js';
import { startComfyuiSimulator } from '../simulators/comfyui/index.js';
import { startForgeSimulator } from '../simulators/forge/index.js';

const PROMPTS = [
  'a lighthouse at dusk, oil on canvas',
  'a fox in the snow, soft light',
  'portrait of an old sailor, film grain',
  'a glass greenhouse full of ferns',
  'isometric city block at night, neon',
  'a bowl of ramen, studio photograph',
];
/** One with plain parameters, one by the name of a template. */
const COMFYUI_JOBS = [
  { prompt: 'a heron in the reeds, woodcut', checkpoint_name: 'dummySD15', steps: 12, seed: -1 },
  {
    ...{
      template: 'sdxl_txt2img',
      prompt: 'a paper boat on a still pond',
      checkpoint_name: 'dummyXL.safetensors',
    },
    ...{ width: 768, height: 512, steps: 12, seed: -1 },
  },
];
const MACHINES = [
  {
    alias: 'demo-forge-1',
    appType: 'forge',
    start: () => startForgeSimulator({ stepMs: 90, loadMs: 1_500 }),
  },
  {
    alias: 'demo-forge-2',
    appType: 'forge',
    start: () => startForgeSimulator({ stepMs: 160, loadMs: 2_500 }),
  },
  {
    alias: 'demo-comfyui',
    appType: 'comfyui',
    start: () => startComfyuiSimulator({ stepMs: 120, loadMs: 800 }),
  },
];
const READY_MS = 60_000;

async function main(): Promise<void> {
  const server = startServer();
  const url = `http://${hostOf(process.env['HOST'])}:${process.env['PORT'] || 3000}`;
  try {
    await ready(url, server);
    const running = await Promise.all(MACHINES.map(({ start }) => start()));
    for (const [index, { alias, appType }] of MACHINES.entries())
      await addServer(url, { alias, app_type: appType, base_url: running[index]!.url });
    const jobs = demoJobs();
    for (const job of jobs) await expectOk(send(`${url}/api/v1/generate`, 'POST', job));
    greet(url, jobs.length);
    await ended(server);
    await Promise.all(running.map((machine) => machine.close()));
  } catch (error) {
    server.kill('SIGTERM');
    throw error;
  }
}

function greet(url: string, jobs: number): void {
  say(`\nThe demo runs: ${jobs} jobs on simulated servers, two Forges and a ComfyUI.`);
  say('Their pictures are simulated too: no model is run.');
  say(`  console   ${url}`);
  say(
    `  jobs      ${url}/api/v1/queue/jobs\n  images    ${url}/api/v1/gallery/images\n  events    ${url}/api/v1/events\n  API       ${url}/doc`,
  );
  say('Ctrl-C ends it.\n');
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
async function addServer(
  url: string,
  server: { alias: string; app_type: string; base_url: string },
): Promise<void> {
  const body = { ...server, notes: 'Simulated: its pictures are made by arithmetic.' };
  const changed = await send(`${url}/api/v1/servers/${server.alias}`, 'PUT', body);
  if (changed.status === 404) await expectOk(send(`${url}/api/v1/servers`, 'POST', body));
  else await expectOk(Promise.resolve(changed));
}

function demoJobs(): object[] {
  const common = { steps: 12, width: 512, seed: -1, sampler_name: 'Euler a' };
  const forge = PROMPTS.map((prompt, index) => ({
    generation_params: { ...common, prompt, height: index % 2 ? 768 : 512 },
  }));
  const comfyui = COMFYUI_JOBS.map((params) => ({ app_type: 'comfyui', generation_params: params }));
  return [...forge, ...comfyui].map((job) => ({ ...job, source_info: 'demo' }));
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
