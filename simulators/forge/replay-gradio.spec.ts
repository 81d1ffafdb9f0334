import { afterAll, describe, expect, it } from '@jest/globals';
import { clickOn, dataFor, inputsOf, join, listen, post, readConfig } from './testing/gradio-client.js';
import type { Dependency } from './testing/gradio-client.js';
import { lasting, maskMessage, sized } from './testing/gradio-recorded.js';
import type { RecordedGradio, RecordedJob } from './testing/gradio-recorded.js';
import { load } from './testing/recorded.js';
import { closeAll, eventually, generate, startQuick, taskProgress } from './testing/simulator-client.js';

afterAll(closeAll);

const recorded = load<RecordedGradio>('forge-gradio');

describe('a simulated forge repeats what the real one told by Gradio 4.40', () => {
  const ready = startQuick({ dialect: 'forge' }).then(async (simulator) => {
    await generate(simulator, { steps: 1 });
    const config = await readConfig(simulator);
    return { simulator, config, fn: clickOn(config, 'txt2img_generate', 'submit') };
  });

  it('about the page', async () => {
    const { config, fn } = await ready;
    expect(recorded.head).toMatchObject({ version: config['version'], protocol: config['protocol'] });
    for (const key of Object.keys(config).filter(
      (one) => !['components', 'dependencies', 'layout'].includes(one),
    ))
      expect(recorded.head).toHaveProperty(key);
    expect([fn.targets.length, fn.inputs.length, fn.outputs.length]).toEqual([1, recorded.inputs.length, 4]);
    expect(lasting(fn)).toEqual(lasting(recorded.dependencies['txt2img_1'] as Dependency));
    const twin = config.dependencies.find(({ api_name }) => api_name === 'txt2img');
    expect(twin?.inputs).toEqual(fn.inputs);
  });

  it('about the inputs of the button', async () => {
    const { config, fn } = await ready;
    const inputs = inputsOf(config, fn).map(({ type, props }) => {
      const { label = null, elem_id = null, value = null } = props;
      // The value of a state was too long to keep.
      return [type, label, elem_id, type === 'state' ? '…' : value];
    });
    expect(inputs).toEqual(recorded.inputs);
  });

  it.each(recorded.jobs.map((one) => [one.name, one] as const))('about %s', async (name, job) => {
    const { simulator, config, fn } = await ready;
    const session = name.replaceAll(/\W/g, '');
    const values = { '@_width': 256, '@_height': 256, '@_sampling': 'Euler a', '1': 'a cat', ...job.values };
    await join(simulator, {
      data: sized(dataFor(config, fn, values), job),
      fn_index: fn.id,
      session_hash: session,
    });
    if (job.late)
      await eventually(
        async () => (await taskProgress(simulator, 'task(demo-gr-3)')).body['completed'] === true,
      );
    const messages = await listen(simulator, session);
    expect(messages.map(maskMessage)).toEqual(job.messages.map(maskMessage));
    expect(messages.every(hasKeysInOrder(job))).toBe(true);
  });

  it('about three jobs of one session', async () => {
    const { simulator, config, fn } = await ready;
    const bodies = [0, 1, 2].map((seed) => {
      const values = {
        '0': `task(demo-q${seed})`,
        '1': 'a cat',
        '@_width': 256,
        '@_height': 256,
        '@_seed': seed,
      };
      const data = dataFor(config, fn, { ...values, '@_sampling': 'Euler a', '@_steps': 8 });
      return { data, fn_index: fn.id, session_hash: 'three' };
    });
    // All of them before the queue looks for work, 50 ms after the first one.
    await Promise.all(bodies.map((body) => join(simulator, body)));
    const messages = await listen(simulator, 'three');
    expect(messages.map(maskMessage)).toEqual(recorded.three.map(maskMessage));
    expect(order(messages)).toEqual(order(recorded.three));
  });

  it.each([
    [
      'of an unknown function',
      { fn_index: 99999 },
      500,
      { error: 'KeyError', detail: '', body: '', message: '99999' },
    ],
    ['without a session', { session_hash: null }, 400, { detail: 'Session hash not found.' }],
    [
      'of a function that is a text',
      { fn_index: 'abc' },
      422,
      { detail: [{ type: 'int_parsing', loc: ['body', 'fn_index'] }] },
    ],
    ['without data', { data: undefined }, 422, { detail: [{ type: 'missing', loc: ['body', 'data'] }] }],
  ])('about a join %s', async (_, change, status, body) => {
    const { simulator, fn } = await ready;
    const whole = { data: [], fn_index: fn.id, session_hash: 'odd', ...change };
    const response = await post(simulator, '/queue/join', whole);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject(body);
  });

  it('about streams nobody waits for', async () => {
    const { simulator } = await ready;
    const lost = { msg: 'unexpected_error', event_id: null, message: '', success: false };
    expect(await listen(simulator, 'never-heard-of')).toEqual([lost]);
    const unnamed = await fetch(`${simulator.url}/queue/data`);
    expect(unnamed.status).toBe(422);
    expect(await unnamed.json()).toMatchObject({
      detail: [{ type: 'missing', loc: ['query', 'session_hash'], input: null }],
    });
  });
});

function hasKeysInOrder({ messages }: RecordedJob): (message: object, i: number) => boolean {
  return (message, i) => Object.keys(message).join() === Object.keys(messages[i] ?? {}).join();
}

/** Messages by the number of their event. */
function order(messages: { msg: string; event_id: string | null }[]): [string, number][] {
  const ids = [...new Set(messages.map(({ event_id }) => event_id))];
  return messages.map(({ msg, event_id }) => [msg, ids.indexOf(event_id)]);
}
