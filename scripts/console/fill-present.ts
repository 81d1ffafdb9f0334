// What goes on right now: two servers at work, jobs that wait for this and that, one that failed, keys and webhooks.
import type { ApiClient } from '../../test/support/api-client.js';
import { eventually } from '../../test/support/eventually.js';
import { demoParams } from './demo-prompts.js';
import type { FilledServer } from './filled-server.js';

const RUNNING = [
  { server: 'lab-4090', prompt: 'a harbour before sunrise, fog, 35 mm', step: 18, steps: 28 },
  { server: 'lab-3060', prompt: 'a clockmaker at his bench, warm light', step: 12, steps: 30 },
];
const TOMORROW_MS = 86_400_000;

export async function fillPresent(filled: FilledServer): Promise<void> {
  const { api } = filled.running;
  await keys(api);
  await webhooks(api, filled.receiverUrl);
  await template(api);
  await endedBadly(filled);
  await bulk(api, 'Tea bowls, ten glazes', 10);
  await api.settled(60_000);
  await filled.atWorkingSpeed();
  await running(filled);
  await waiting(api);
}

async function keys(api: ApiClient): Promise<void> {
  await api.ok('POST', '/api/v1/api-keys', {
    name: 'Forge extension on the studio PC',
    scopes: ['submit', 'read_own', 'cancel_own', 'gallery'],
    limits: { submits_per_minute: 60 },
  });
  await api.ok('POST', '/api/v1/api-keys', {
    name: 'Discord bot',
    servers: ['lab-3060'],
    app_types: ['forge'],
  });
  await api.ok('POST', '/api/v1/api-keys', { name: 'Old laptop', is_active: false });
}

async function webhooks(api: ApiClient, receiver: string): Promise<void> {
  const events = ['job.completed', 'job.failed', 'bulk.finished'];
  await api.ok('POST', '/api/v2/webhooks', { name: 'Studio wall', url: `${receiver}/wall`, events });
  await api.ok('POST', '/api/v2/webhooks', {
    name: 'Phone',
    url: `${receiver}/broken`,
    events: ['job.failed'],
    template: 'ntfy',
  });
}

/** One that somebody has put in, beside the built-in ones. */
async function template(api: ApiClient): Promise<void> {
  const { workflow } = await api.ok<{ workflow: Record<string, object> }>(
    'GET',
    '/api/v2/workflows/comfyui/sdxl_txt2img',
  );
  const body = { name: 'ink_portrait', title: 'Ink portrait', workflow };
  await api.ok('POST', '/api/v2/workflows', body);
}

async function endedBadly({ running: { api }, simulators }: FilledServer): Promise<void> {
  simulators['attic']!.knobs.outOfMemory = { value: 3, match: 'mural' };
  const tooLarge = { ...demoParams(3), prompt: 'a mural over a whole house front' };
  const failed = await api.submit({ params: tooLarge, server: 'attic', maxRetries: 0 });
  await api.ended(failed, 'failed', 60_000);
  await api.pause();
  const unwanted = await api.submit({ params: demoParams(5), server: 'attic' });
  await api.act(unwanted, 'cancel');
  await api.resume();
}

function bulk(api: ApiClient, name: string, quantity: number, more: object = {}): Promise<unknown> {
  const generation_params = { ...demoParams(13), width: 512, height: 512, steps: 12 };
  return api.ok('POST', '/api/v2/generate/bulk', {
    name,
    generation_params,
    bulk_quantity: quantity,
    ...more,
  });
}

/** Both stand still, so that every picture of them is the same. */
async function running({ running: { api }, simulators }: FilledServer): Promise<void> {
  for (const [number, { server, prompt, step, steps }] of RUNNING.entries()) {
    simulators[server]!.knobs.hangAtStep = { value: step, match: prompt };
    const id = await api.submit({ params: { ...demoParams(number), prompt, steps }, server });
    await eventually(async () => (await api.job(id)).preview_url, 60_000);
  }
  await api.ok('POST', '/api/v1/servers/attic/drain');
}

async function waiting(api: ApiClient): Promise<void> {
  await bulk(api, 'Forty foxes', 40, { target_server_alias: 'lab-4090' });
  for (let number = 0; number < 9; number += 1)
    await api.submit({
      params: demoParams(number),
      server: number % 2 ? 'lab-3060' : 'lab-4090',
      source: number % 3 ? 'console' : 'discord',
    });
  const notBefore = new Date(Date.now() + TOMORROW_MS).toISOString();
  await api.submit({ params: demoParams(10), server: 'lab-3060', notBefore });
  await api.submit({ params: demoParams(11), server: 'attic' });
  await api.act(await api.submit({ params: demoParams(12), server: 'lab-4090' }), 'hold');
}
