import { afterEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { slow, textToImage } from './testing/graphs.js';
import { Listener } from './testing/listener.js';
import {
  call,
  closeAll,
  eventually,
  finished,
  historyOf,
  start,
  submit,
} from './testing/simulator-client.js';
import type { ComfyuiSimulator } from './index.js';

afterEach(closeAll);

async function busy(options = {}): Promise<ComfyuiSimulator> {
  const simulator = await start(options);
  await submit(simulator, slow(5000), { client_id: 'busy' });
  await eventually(() => simulator.generations[0]);
  return simulator;
}

type Item = [number, string, object, object, string[]];

async function queueOf(simulator: ComfyuiSimulator): Promise<{ running: Item[]; pending: Item[] }> {
  const { body } = await call(simulator, 'GET', '/queue');
  const { queue_running, queue_pending } = body as { queue_running: Item[]; queue_pending: Item[] };
  return { running: queue_running, pending: queue_pending };
}

describe('the queue', () => {
  it('counts from 0, also over prompts that are refused, and lets others push in', async () => {
    const simulator = await busy();
    await call(simulator, 'POST', '/prompt', { prompt: {} });
    const sent = [{}, { front: true }, { number: 2.5 }, { front: true, number: 9 }, {}];
    const numbers = [];
    for (const more of sent) numbers.push((await submit(simulator, slow(1), more)).number);
    expect(numbers).toEqual([2, -3, 2.5, 9, 4]);
    const { running, pending } = await queueOf(simulator);
    expect(running).toHaveLength(1);
    expect(pending.map(([number]) => number)).toEqual([-3, 2, 2.5, 9, 4]);
    expect(pending[0]).toEqual([-3, expect.any(String), slow(1), { create_time: expect.any(Number) }, ['3']]);
    expect((await call(simulator, 'GET', '/prompt')).body).toEqual({ exec_info: { queue_remaining: 6 } });
  });

  it('runs one prompt at a time, lower numbers first, equal ones by their ids', async () => {
    const simulator = await busy();
    const ids = ['b', 'a', 'c'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`);
    for (const prompt_id of ids) await submit(simulator, slow(1), { prompt_id, number: 7 });
    await call(simulator, 'POST', '/interrupt');
    await eventually(() => historyOf(simulator, ids[2] as string));
    const [first, ...rest] = simulator.generations;
    expect(first?.outcome).toBe('interrupted');
    expect(rest.map(({ taskId }) => taskId[0])).toEqual(['a', 'b', 'c']);
    const ends = simulator.generations.map(({ endedAt }) => Number(endedAt));
    expect(rest.every(({ startedAt }, i) => startedAt >= Number(ends[i]))).toBe(true);
  });

  it('deletes and clears what waits, without a word to anybody', async () => {
    const simulator = await busy();
    const listener = await Listener.connect(simulator, 'me');
    const { prompt_id } = await submit(simulator, slow(1), { client_id: 'me' });
    await submit(simulator, slow(1));
    const running = simulator.generations[0]?.taskId;
    const reply = await call(simulator, 'POST', '/queue', { delete: [prompt_id, running, 'nobody'] });
    expect([reply.status, reply.text, reply.headers.get('content-type')]).toEqual([
      200,
      '',
      'application/octet-stream',
    ]);
    expect((await queueOf(simulator)).pending).toHaveLength(1);
    await call(simulator, 'POST', '/queue', { clear: true });
    const { running: left, pending } = await queueOf(simulator);
    expect([left.length, pending.length]).toEqual([1, 0]);
    expect(await historyOf(simulator, prompt_id)).toBeUndefined();
    await listener.until('status', ({ status }) => JSON.stringify(status).endsWith('1}}'));
    expect(new Set(listener.types)).toEqual(new Set(['status']));
  });

  it('takes the same id twice, and anything as an id before 0.25', async () => {
    const simulator = await start();
    const prompt_id = randomUUID();
    for (const steps of [1, 2]) await finished(simulator, slow(steps), { prompt_id });
    await eventually(() => simulator.generations.length === 2);
    const old = await start({ version: '0.24.0' });
    expect((await submit(old, slow(1), { prompt_id: 'My Id' })).prompt_id).toBe('My Id');
  });
});

describe('the same number and id twice', () => {
  it('is answered with 500 once the queue compares the two, and kills the worker', async () => {
    const simulator = await busy();
    const twin = { prompt_id: randomUUID(), number: 1 };
    await submit(simulator, slow(1), twin);
    expect((await call(simulator, 'POST', '/prompt', { prompt: slow(1), ...twin })).status).toBe(500);
    await submit(simulator, slow(1), { front: true });
    await call(simulator, 'POST', '/interrupt');
    await eventually(() => simulator.generations[0]?.outcome === 'interrupted');
    await eventually(async () => (await queueOf(simulator)).running.length === 0);
    // The first of the three was taken out when the other two had to be compared.
    expect((await queueOf(simulator)).pending.map(([number]) => number)).toEqual([1, 1]);
    expect(simulator.generations).toHaveLength(1);
  });
});

describe('an interruption', () => {
  it('stops the prompt of that id only, and leaves its outputs so far', async () => {
    const simulator = await busy();
    const [running] = simulator.generations;
    const other = await call(simulator, 'POST', '/interrupt', { prompt_id: randomUUID() });
    expect([other.status, other.text]).toEqual([200, '']);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(running?.outcome).toBe('running');
    await call(simulator, 'POST', '/interrupt', { prompt_id: running?.taskId });
    const entry = await eventually(() => historyOf(simulator, running?.taskId ?? ''));
    expect(entry.status).toMatchObject({ status_str: 'error', completed: false });
    expect(entry.status.messages.at(-1)?.[0]).toBe('execution_interrupted');
  });

  it('stops whatever runs before 0.3.57, and is forgotten when nothing does', async () => {
    const simulator = await busy({ version: '0.3.56' });
    await call(simulator, 'POST', '/interrupt', { prompt_id: 'of somebody else' });
    await eventually(() => simulator.generations[0]?.outcome === 'interrupted');
    await call(simulator, 'POST', '/interrupt');
    expect((await finished(simulator, slow(1))).status.completed).toBe(true);
  });
});

describe('the history', () => {
  it('pages from either end and forgets on request', async () => {
    const simulator = await start();
    const ids: string[] = [];
    for (const steps of [1, 2, 3, 4]) ids.push((await finished(simulator, slow(steps))).prompt[1]);
    const page = async (query: string): Promise<string[]> =>
      Object.keys((await call(simulator, 'GET', `/history?${query}`)).body as object);
    expect(await page('')).toEqual(ids);
    expect(await page('max_items=2')).toEqual(ids.slice(2));
    expect(await page('max_items=2&offset=1')).toEqual(ids.slice(1, 3));
    expect(await page('offset=3')).toEqual(ids.slice(3));
    await call(simulator, 'POST', '/history', { delete: [ids[1]] });
    expect(await page('')).toEqual([ids[0], ids[2], ids[3]]);
    await call(simulator, 'POST', '/history', { clear: true });
    expect(await page('')).toEqual([]);
  });

  it('is written a while after the message of success and before the end marker', async () => {
    const simulator = await start({ historyDelayMs: 60 });
    const listener = await Listener.connect(simulator, 'me');
    const { prompt_id } = await submit(simulator, slow(1), { client_id: 'me' });
    await listener.until('execution_success');
    expect(await historyOf(simulator, prompt_id)).toBeUndefined();
    expect(listener.types.slice(-2)).not.toContain('executing');
    await listener.untilEnd(prompt_id);
    expect(await historyOf(simulator, prompt_id)).toBeDefined();
  });

  it('shows literals as they were understood', async () => {
    const simulator = await start();
    const graph = textToImage();
    graph['3']!.inputs = { ...graph['3']!.inputs, steps: '2', seed: '18446744073709551615', cfg: true };
    const { prompt_id } = await submit(simulator, graph);
    await eventually(() => historyOf(simulator, prompt_id));
    const { text } = await call(simulator, 'GET', `/history/${prompt_id}`);
    expect(text).toContain('"seed": 18446744073709551615, "steps": 2, "cfg": 1.0');
    expect(simulator.generations[0]?.samplings[0]?.seed).toBe('18446744073709551615');
  });
});

describe('jobs', () => {
  it('tell of what waits, runs and has ended', async () => {
    const simulator = await start();
    await finished(simulator, slow(1), { extra_data: { extra_pnginfo: { workflow: { id: 'w1' } } } });
    const { prompt_id: running } = await submit(simulator, slow(5000));
    const { prompt_id: waiting } = await submit(simulator, slow(1));
    await eventually(() => simulator.generations[1]);
    const statusOf = async (id: string): Promise<unknown> =>
      ((await call(simulator, 'GET', `/api/jobs/${id}`)).body as { status: string }).status;
    expect([await statusOf(running), await statusOf(waiting)]).toEqual(['in_progress', 'pending']);
    const list = await call(simulator, 'GET', '/api/jobs?status=completed&workflow_id=w1&limit=1');
    expect(list.body).toMatchObject({
      jobs: [{ status: 'completed', workflow_id: 'w1' }],
      pagination: { total: 1 },
    });
    const cancelled = await call(simulator, 'POST', '/api/jobs/cancel', { job_ids: [waiting, running] });
    expect(cancelled.body).toEqual({ cancelled: true });
    await eventually(async () => (await statusOf(running)) === 'cancelled');
    expect((await call(simulator, 'GET', `/api/jobs/${waiting}`)).status).toBe(404);
    expect((await call(simulator, 'POST', `/api/jobs/${waiting}/cancel`)).body).toEqual({ cancelled: false });
  });

  it('are spoilt for all by one prompt without extra_pnginfo, until that is deleted', async () => {
    const simulator = await start();
    const poison = await finished(simulator, slow(1), { extra_data: { extra_pnginfo: { workflow: null } } });
    expect((await call(simulator, 'GET', '/api/jobs')).status).toBe(500);
    await call(simulator, 'POST', '/history', { delete: [poison.prompt[1]] });
    expect((await call(simulator, 'GET', '/api/jobs')).status).toBe(200);
  });

  it('refuse what they do not understand, each in its words', async () => {
    const simulator = await start();
    const ask = async (query: string): Promise<unknown> =>
      (await call(simulator, 'GET', `/api/jobs?${query}`)).body;
    expect(await ask('offset=x')).toEqual({ error: 'offset must be an integer' });
    expect(await ask('offset=-5')).toMatchObject({ pagination: { offset: 0 } });
    const cancel = async (body: unknown): Promise<unknown> =>
      (await call(simulator, 'POST', '/api/jobs/cancel', body)).body;
    expect(await cancel('{')).toEqual({ error: 'Request body must be valid JSON' });
    expect(await cancel({ job_ids: 'x' })).toEqual({ error: 'job_ids must be a list' });
    expect(await cancel({ job_ids: ['x'] })).toEqual({
      error: 'job_ids contains invalid id(s)',
      invalid_ids: ['x'],
    });
  });

  it('come with 0.6, and can be cancelled from 0.26 on', async () => {
    const [none, some] = [await start({ version: '0.5.1' }), await start({ version: '0.25.0' })];
    expect((await call(none, 'GET', '/api/jobs')).status).toBe(404);
    expect((await call(some, 'GET', '/api/jobs')).status).toBe(200);
    expect((await call(some, 'POST', `/api/jobs/${randomUUID()}/cancel`)).status).toBe(404);
  });
});
