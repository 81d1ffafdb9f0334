import { afterEach, describe, expect, it } from '@jest/globals';
import {
  clickOn,
  dataFor,
  greyDot,
  join,
  listen,
  outputOf,
  post,
  readConfig,
  runInQueue,
} from './testing/gradio-client.js';
import type { Config, Dependency, Message } from './testing/gradio-client.js';
import {
  call,
  closeAll,
  eventually,
  generate,
  isRunning,
  start,
  taskProgress,
} from './testing/simulator-client.js';
import type { ForgeSimulator, ForgeSimulatorOptions } from './index.js';

afterEach(closeAll);

interface Page {
  simulator: ForgeSimulator;
  config: Config;
  button: Dependency;
}

async function openPage(options: ForgeSimulatorOptions = {}): Promise<Page> {
  const simulator = await start(options);
  const config = await readConfig(simulator);
  return { simulator, config, button: clickOn(config, 'txt2img_generate', 'submit') };
}

/** Puts a txt2img into the queue and listens. */
async function press(
  { simulator, config, button }: Page,
  values: Record<string, unknown> = {},
  options: Parameters<typeof listen>[2] & { session?: string } = {},
): Promise<{ id: string; messages: Promise<Message[]> }> {
  const session = options.session ?? `s${String(values['0'])}`;
  const data = dataFor(config, button, values);
  const id = await join(simulator, { data, fn_index: button.id, session_hash: session });
  return { id, messages: listen(simulator, session, options) };
}

async function isActive(simulator: ForgeSimulator, id: string): Promise<boolean> {
  return (await taskProgress(simulator, id)).body['active'] === true;
}

const completedIn = async (simulator: ForgeSimulator, id: string): Promise<boolean> =>
  (await taskProgress(simulator, id)).body['completed'] === true;

describe('the queue of Gradio', () => {
  it('hides who waits in it: the second job is unknown to every other route', async () => {
    const page = await openPage({ stepMs: 15 });
    const first = await press(page, { '0': 'task(a)', '@_steps': 12 });
    await eventually(() => isActive(page.simulator, 'task(a)'));
    const second = await press(page, { '0': 'task(b)' });
    expect((await taskProgress(page.simulator, 'task(b)')).body).toMatchObject({
      active: false,
      queued: false,
      completed: false,
      textinfo: 'Waiting...',
    });
    expect((await call(page.simulator, 'GET', '/internal/pending-tasks')).body['size']).toBe(0);
    expect((await call(page.simulator, 'GET', '/queue/status')).body).toMatchObject({
      queue_size: 1,
      rank: null,
    });
    await Promise.all([first.messages, second.messages]);
    expect(page.simulator.generations.map(({ taskId }) => taskId)).toEqual(['task(a)', 'task(b)']);
  });

  it('gives one place to each function; txt2img, img2img and the SDAPI meet at the queue lock', async () => {
    const page = await openPage({ stepMs: 15 });
    const first = await press(page, { '0': 'task(a)', '@_steps': 20 });
    await eventually(() => isActive(page.simulator, 'task(a)'));
    const other = clickOn(page.config, 'img2img_generate', 'submit_img2img');
    const data = dataFor(page.config, other, { '0': 'task(i)', img2img_image: greyDot });
    await join(page.simulator, { data, fn_index: other.id, session_hash: 'i' });
    await eventually(
      async () => (await taskProgress(page.simulator, 'task(i)')).body['textinfo'] === 'In queue: 1/1',
    );
    const api = generate(page.simulator, { force_task_id: 'api' });
    await Promise.all([first.messages, listen(page.simulator, 'i'), api]);
    const seen = page.simulator.generations.map(({ taskId, door, kind, outcome }) => [
      taskId,
      door,
      kind,
      outcome,
    ]);
    expect(seen).toEqual([
      ['task(a)', 'gradio', 'txt2img', 'completed'],
      ['task(i)', 'gradio', 'img2img', 'completed'],
      ['api', 'sdapi', 'txt2img', 'completed'],
    ]);
  });

  it('forgets a waiting job whose stream was dropped', async () => {
    const page = await openPage({ stepMs: 15 });
    const first = await press(page, { '0': 'task(a)', '@_steps': 12 });
    await eventually(() => isActive(page.simulator, 'task(a)'));
    const leaving = new AbortController();
    const second = await press(
      page,
      { '0': 'task(b)' },
      { seen: () => leaving.abort(), signal: leaving.signal },
    );
    await expect(second.messages).rejects.toThrow();
    const third = await press(page, { '0': 'task(c)' });
    await Promise.all([first.messages, third.messages]);
    expect(page.simulator.generations.map(({ taskId }) => taskId)).toEqual(['task(a)', 'task(c)']);
  });

  it('throws away the result of a running job whose stream was dropped, and has no way back to it', async () => {
    const page = await openPage({ stepMs: 10 });
    const leaving = new AbortController();
    const job = await press(
      page,
      { '0': 'task(a)', '@_steps': 10 },
      {
        session: 'gone',
        signal: leaving.signal,
        seen: ({ msg }) => void (msg === 'process_starts' && leaving.abort()),
      },
    );
    await expect(job.messages).rejects.toThrow();
    await eventually(() => completedIn(page.simulator, 'task(a)'));
    const [{ msg } = {}] = await listen(page.simulator, 'gone');
    expect(msg).toBe('unexpected_error');
    await eventually(() => page.simulator.generations[0]?.images.length === 1);
    expect(page.simulator.generations[0]).toMatchObject({ outcome: 'completed', clientGone: true });
  });

  it('calls a running job completed on /cancel while it goes on, and starts the next', async () => {
    const page = await openPage({ stepMs: 15 });
    const { simulator, button } = page;
    const job = await press(page, { '0': 'task(a)', '@_steps': 30 }, { session: 'one' });
    await eventually(() => isActive(simulator, 'task(a)'));
    const body = { session_hash: 'one', fn_index: button.id, event_id: job.id };
    expect(await (await post(simulator, '/cancel', body)).json()).toEqual({ success: true });
    expect((await job.messages).slice(-2)).toEqual([
      { msg: 'process_completed', event_id: job.id, output: {}, success: true },
      { msg: 'close_stream', event_id: null },
    ]);
    expect(await isActive(simulator, 'task(a)')).toBe(true);
    const next = await press(page, { '0': 'task(b)' });
    await eventually(async () => (await taskProgress(simulator, 'task(b)')).body['queued'] === true);
    await next.messages;
    expect(simulator.generations[0]?.outcome).toBe('completed');
  });

  it('calls a waiting job completed on /cancel, and runs it later all the same', async () => {
    const page = await openPage({ stepMs: 15 });
    const first = await press(page, { '0': 'task(a)', '@_steps': 12 });
    await eventually(() => isActive(page.simulator, 'task(a)'));
    const second = await press(page, { '0': 'task(b)' }, { session: 'two' });
    await post(page.simulator, '/cancel', {
      session_hash: 'two',
      fn_index: page.button.id,
      event_id: second.id,
    });
    expect(outputOf(await second.messages)).toEqual({});
    await first.messages;
    await eventually(() => completedIn(page.simulator, 'task(b)'));
    expect(page.simulator.generations).toHaveLength(2);
  });

  it('beats on quiet streams', async () => {
    const page = await openPage({ stepMs: 20, heartbeatMs: 15 });
    const { messages } = await press(page, { '0': 'task(a)', '@_steps': 8 });
    expect((await messages).map(({ msg }) => msg)).toContain('heartbeat');
    const leaving = new AbortController();
    const heart = await fetch(`${page.simulator.url}/heartbeat/any`, { signal: leaving.signal });
    const beat = (await heart.body?.getReader().read()) as { value: Uint8Array };
    expect(Buffer.from(beat.value).toString()).toMatch(/^data: ALIVE\n\n/);
    leaving.abort();
  });

  it('dies with the process, streams ending without a word', async () => {
    const page = await openPage({ stepMs: 30 });
    const { messages } = await press(page, { '0': 'task(a)', '@_steps': 30 });
    await eventually(() => isActive(page.simulator, 'task(a)'));
    const lost = expect(messages).rejects.toThrow();
    await page.simulator.restart();
    await lost;
    expect(page.simulator.generations[0]?.outcome).toBe('lost');
  });

  it('can be passed by, and asked by name', async () => {
    const { simulator, config, button } = await openPage();
    const data = dataFor(config, button, {});
    for (const path of ['/run/txt2img', '/api/txt2img_1'])
      expect((await (await post(simulator, path, { data })).json()) as object).toHaveProperty('data');
    const failed = await post(simulator, '/run/predict', { data: [], fn_index: button.id });
    expect([failed.status, await failed.json()]).toEqual([500, { error: null }]);
    const { event_id } = (await (await post(simulator, '/call/txt2img', { data })).json()) as {
      event_id: string;
    };
    const stream = await (await fetch(`${simulator.url}/call/txt2img/${event_id}`)).text();
    expect(stream).toMatch(/^event: complete\ndata: \[\[\{"image": \{"path": "\//);
    expect(stream).toContain(`"url": "${simulator.url}/c/file=/`);
  });
});

describe('the buttons of the page', () => {
  it.each([
    ['interrupt', 1],
    ['interrupt', 2],
    ['skip', 1],
  ])('%s a job of %i picture(s)', async (button, pictures) => {
    const page = await openPage({ stepMs: 20 });
    const { messages } = await press(page, { '0': 'task(a)', '@_steps': 20, '@_batch_count': pictures });
    const isSampling = async (): Promise<boolean> =>
      Number((await taskProgress(page.simulator, 'task(a)')).body['progress']) > 0;
    await eventually(isSampling);
    const clicked = await runInQueue(page.simulator, clickOn(page.config, `txt2img_${button}`), []);
    expect(outputOf(clicked)).toMatchObject({ data: [] });
    // With more to come, the first click lets the present picture be finished, and says so.
    expect(clicked.some(({ msg, level }) => msg === 'log' && level === 'info')).toBe(pictures === 2);
    const [gallery] = outputOf(await messages)?.data as [{ image: { path: string } }[]];
    expect(gallery).toHaveLength(1);
    const isCutShort = button === 'interrupt' && pictures === 1;
    expect(gallery[0]?.image.path).toContain(isCutShort ? '/gradio_tmp/tmp' : '/outputs/txt2img-images/');
    expect(page.simulator.generations[0]?.outcome).toBe(button === 'skip' ? 'completed' : 'interrupted');
    const { body } = await call(page.simulator, 'GET', '/sdapi/v1/progress');
    expect(body['state']).toMatchObject({ interrupted: false, stopping_generation: false, skipped: false });
  });

  it('restore the last two results, also while the job still runs', async () => {
    const page = await openPage({ stepMs: 10 });
    const restore = (id: string): Promise<Message[]> =>
      runInQueue(page.simulator, clickOn(page.config, 'txt2img_restore_progress'), [id]);
    const made: unknown[] = [];
    for (const id of ['task(a)', 'task(b)', 'task(c)']) {
      const { messages } = await press(page, { '0': id, '@_seed': made.length });
      made.push(outputOf(await messages)?.data?.[0]);
    }
    expect(outputOf(await restore('task(c)'))?.data?.slice(0, 1)).toEqual([made[2]]);
    expect(outputOf(await restore('task(b)'))?.data?.[3]).toBe("<p class='comments'></p>");
    const gone = { __type__: 'update' };
    expect(outputOf(await restore('task(a)'))?.data).toEqual([
      gone,
      gone,
      gone,
      "Couldn't restore progress for task(a): results either have been discarded or never were obtained",
    ]);
    const running = await press(page, { '0': 'task(d)', '@_steps': 20 });
    await eventually(() => isActive(page.simulator, 'task(d)'));
    const restored = outputOf(await restore('task(d)'))?.data?.[0];
    expect(restored).toEqual(outputOf(await running.messages)?.data?.[0]);
  });

  it('generate fails with success, an empty gallery and the error as HTML', async () => {
    const page = await openPage({ knobs: { outOfMemory: true } });
    const { messages } = await press(page, { '0': 'task(a)' });
    const completed = (await messages).find(({ msg }) => msg === 'process_completed');
    expect(completed?.success).toBe(true);
    expect(completed?.output?.data?.slice(0, 3)).toEqual([[], '', '']);
    expect(completed?.output?.data?.[3]).toMatch(/^<div class='error'>OutOfMemoryError: CUDA out of memory/);
    // Unlike a failed job of the SDAPI, its id is free again.
    expect((await taskProgress(page.simulator, 'task(a)')).body).toMatchObject({
      active: false,
      completed: true,
    });
    await eventually(() => !isRunning(page.simulator));
  });
});
