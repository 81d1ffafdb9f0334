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
  replyOrBroken,
  start,
  submit,
} from './testing/simulator-client.js';
import type { Reply } from './testing/simulator-client.js';

afterEach(closeAll);

describe('a restart', () => {
  it('drops every connection and comes back on its port with nothing remembered', async () => {
    const simulator = await start();
    const listener = await Listener.connect(simulator, 'me');
    const done = await finished(simulator, slow(1), { client_id: 'me' });
    await submit(simulator, slow(5000));
    await submit(simulator, slow(1));
    await eventually(() => simulator.generations.length === 2);
    const back = simulator.restart(50);
    await eventually(() => listener.isClosed);
    expect(await replyOrBroken(call(simulator, 'GET', '/prompt'))).toBe('broken');
    await back;
    expect((await call(simulator, 'GET', '/prompt')).body).toEqual({ exec_info: { queue_remaining: 0 } });
    expect(await historyOf(simulator, done.prompt[1])).toBeUndefined();
    expect((await submit(simulator, slow(1))).number).toBe(0);
    expect(simulator.generations[1]?.outcome).toBe('lost');
    await eventually(() => simulator.generations[2]?.outcome === 'completed');
  });

  it('happens by itself at the step of a crash', async () => {
    const simulator = await start({ knobs: { crashAtStep: { value: 2, times: 1 }, crashDownMs: 20 } });
    await submit(simulator, textToImage());
    await eventually(() => simulator.generations[0]?.outcome === 'lost');
    await eventually(async () => (await replyOrBroken(call(simulator, 'GET', '/prompt'))) !== 'broken');
    expect((await finished(simulator, textToImage())).status.completed).toBe(true);
  });
});

describe('a knob', () => {
  it('fails a prompt in the words of its node', async () => {
    const simulator = await start({ knobs: { failAtStep: { value: 2, match: 'dog' } } });
    expect((await finished(simulator, textToImage())).status.completed).toBe(true);
    const listener = await Listener.connect(simulator, 'me');
    const entry = await finished(simulator, textToImage({ text: 'a dog' }), { client_id: 'me' });
    const [, error] = entry.status.messages.at(-1) ?? [];
    expect(error).toMatchObject({
      node_id: '3',
      node_type: 'KSampler',
      executed: ['6'],
      exception_type: 'RuntimeError',
      exception_message: expect.stringMatching(/\n$/),
      current_inputs: { steps: [4], model: [expect.stringMatching(/^<comfy object/)] },
    });
    expect(listener.all('execution_error')).toEqual([error]);
    await listener.untilEnd(entry.prompt[1]);
  });

  it('fails a prompt for a full disk, a broken and a missing model', async () => {
    const simulator = await start();
    const failure = async (): Promise<unknown> =>
      (await finished(simulator, textToImage({ seed: Math.floor(Math.random() * 1e9) }))).status.messages.at(
        -1,
      )?.[1];
    simulator.knobs.brokenModel = 'dummySD15.safetensors';
    expect(await failure()).toMatchObject({ exception_type: 'safetensors_rust.SafetensorError' });
    simulator.knobs.brokenModel = null;
    simulator.knobs.diskFull = true;
    expect(await failure()).toMatchObject({ exception_type: 'OSError' });
    simulator.knobs.modelMissing = 'dummySD15.safetensors';
    const reply = await call(simulator, 'POST', '/prompt', { prompt: textToImage() });
    expect(reply.text).toContain('value_not_in_list');
  });

  it('blocks an output without ending the prompt', async () => {
    const simulator = await start({ knobs: { executionBlocked: true } });
    const listener = await Listener.connect(simulator, 'me');
    const entry = await finished(simulator, slow(1), { client_id: 'me' });
    await listener.untilEnd(entry.prompt[1]);
    expect(listener.all('execution_error')).toMatchObject([{ exception_type: 'ExecutionBlocked' }]);
    expect(entry.status.messages.map(([type]) => type)).not.toContain('execution_error');
    expect(entry.outputs['3']?.['images']).toHaveLength(1);
  });

  it('makes the worker a zombie while everything else answers', async () => {
    const simulator = await start({ knobs: { zombie: true } });
    for (const steps of [1, 2]) await submit(simulator, slow(steps));
    await call(simulator, 'POST', '/interrupt');
    await new Promise((resolve) => setTimeout(resolve, 40));
    const { body } = await call(simulator, 'GET', '/queue');
    const { queue_running, queue_pending } = body as Record<string, unknown[][]>;
    expect([queue_running, queue_pending].map((items) => items?.map(([number]) => number))).toEqual([
      [0],
      [1],
    ]);
    expect(simulator.generations).toEqual([]);
    simulator.knobs.zombie = null;
    await simulator.restart(20);
    expect((await finished(simulator, slow(1))).status.completed).toBe(true);
  });

  it('hangs a prompt until it is cleared', async () => {
    const simulator = await start({ knobs: { hangAtStep: { value: 2, times: 1 } } });
    const { prompt_id } = await submit(simulator, textToImage());
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await historyOf(simulator, prompt_id)).toBeUndefined();
    simulator.knobs.hangAtStep = null;
    await eventually(() => historyOf(simulator, prompt_id));
  });

  it.each(['close', 'reset', 'halfOpen'] as const)('ends a WebSocket at a step: %s', async (fate) => {
    const simulator = await start({ knobs: { socketAtStep: { value: { step: 2, fate } } } });
    const listener = await Listener.connect(simulator, 'me');
    const { prompt_id } = await submit(simulator, slow(4), { client_id: 'me' });
    await eventually(() => historyOf(simulator, prompt_id));
    if (fate !== 'halfOpen') await eventually(() => listener.isClosed);
    expect([listener.isClosed, listener.types.includes('execution_success')]).toEqual([
      fate !== 'halfOpen',
      false,
    ]);
  });

  it('gives a client id to somebody else', async () => {
    const simulator = await start();
    const listener = await Listener.connect(simulator, 'me');
    simulator.stealSocket('me');
    await finished(simulator, slow(1), { client_id: 'me' });
    expect([listener.isClosed, listener.types]).toEqual([false, ['status']]);
  });

  it('swallows messages of a type', async () => {
    const simulator = await start({ knobs: { swallow: 'execution_success' } });
    const listener = await Listener.connect(simulator, 'me');
    const { prompt_id } = await submit(simulator, slow(1), { client_id: 'me' });
    await listener.untilEnd(prompt_id);
    expect(listener.types).not.toContain('execution_success');
  });

  it('loses the answer to a prompt, before or after it was taken in', async () => {
    const simulator = await start({ knobs: { losePrompt: { value: 'unseen', times: 1 } } });
    const prompt_id = randomUUID();
    expect(await replyOrBroken(submit(simulator, slow(1), { prompt_id }))).toBe('broken');
    expect((await call(simulator, 'GET', `/api/jobs/${prompt_id}`)).status).toBe(404);
    simulator.knobs.losePrompt = { value: 'accepted', times: 1 };
    expect(await replyOrBroken(submit(simulator, slow(1), { prompt_id }))).toBe('broken');
    await eventually(() => historyOf(simulator, prompt_id));
  });

  it('lets a prompt vanish from the queue', async () => {
    const simulator = await start({ knobs: { deletedFromQueue: true } });
    const { prompt_id } = await submit(simulator, slow(1));
    expect((await call(simulator, 'GET', `/api/jobs/${prompt_id}`)).status).toBe(404);
    expect(simulator.generations).toEqual([]);
  });

  it.each(['html502', 'text500', 'notJson', 'wrongShape', 'truncated'] as const)(
    'spoils the answers of a path: %s',
    async (value) => {
      const simulator = await start({ knobs: { garbage: { value, match: '/history', times: 1 } } });
      expect((await call(simulator, 'GET', '/queue')).status).toBe(200);
      const reply = await replyOrBroken(call(simulator, 'GET', '/history'));
      if (value === 'truncated') expect(reply).toBe('broken');
      else if (value === 'wrongShape') expect((reply as Reply).body).toEqual([17, null]);
      else expect((reply as Reply).body).toBeUndefined();
      expect((await call(simulator, 'GET', '/history')).body).toEqual({});
    },
  );

  it('puts a number into the history that JSON does not know', async () => {
    const simulator = await start({ knobs: { nanOutput: true } });
    const { prompt_id } = await submit(simulator, slow(1));
    const text = await eventually(async () => {
      const reply = await call(simulator, 'GET', `/history/${prompt_id}`);
      return reply.text.includes('NaN') ? reply.text : undefined;
    });
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  });

  it('slows, silences and refuses requests', async () => {
    const simulator = await start({ knobs: { slowHistoryMs: 60, silent: { value: true, match: '/queue' } } });
    const startedAt = Date.now();
    await call(simulator, 'GET', '/history');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(55);
    let isAnswered = false;
    const reply = call(simulator, 'GET', '/queue').then(() => {
      isAnswered = true;
    });
    await call(simulator, 'GET', '/history');
    expect(isAnswered).toBe(false);
    simulator.knobs.silent = null;
    await reply;
    simulator.knobs.unauthorized = true;
    expect((await call(simulator, 'GET', '/queue')).status).toBe(401);
  });

  it('has somebody else at the server, who may also press stop', async () => {
    const simulator = await start({ knobs: { externalUser: 60 } });
    const startedAt = Date.now();
    await finished(simulator, slow(1));
    expect(Date.now() - startedAt).toBeGreaterThan(30);
    expect(simulator.generations).toHaveLength(1);
    simulator.knobs.interruptAtStep = 2;
    const entry = await finished(simulator, slow(9));
    expect(entry.status.messages.at(-1)?.[0]).toBe('execution_interrupted');
  });

  it('can be turned over HTTP, and everything reset', async () => {
    const simulator = await start();
    await Listener.connect(simulator, 'me');
    await call(simulator, 'POST', '/__sim/knobs', { unauthorized: true });
    expect((await call(simulator, 'GET', '/prompt')).status).toBe(401);
    expect((await call(simulator, 'POST', '/__sim/knobs', { nonsense: 1 })).status).toBe(422);
    expect((await call(simulator, 'GET', '/__sim/state')).body).toMatchObject({
      sockets: ['me'],
      generations: [],
    });
    await call(simulator, 'POST', '/__sim/sockets', { fate: 'steal', client: 'me' });
    expect(simulator.sockets).toEqual([]);
    await call(simulator, 'POST', '/__sim/reset');
    expect((await finished(simulator, slow(1))).prompt[0]).toBe(0);
  });
});
