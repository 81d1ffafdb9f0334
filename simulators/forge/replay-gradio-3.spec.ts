import { afterAll, describe, expect, it } from '@jest/globals';
import { clickOn, dataFor, inputsOf, post, readConfig } from './testing/gradio-client.js';
import type { Dependency } from './testing/gradio-client.js';
import { lasting, maskMessage, sized } from './testing/gradio-recorded.js';
import type { RecordedGradio, RecordedJob } from './testing/gradio-recorded.js';
import { load } from './testing/recorded.js';
import { closeAll, eventually, startQuick, taskProgress } from './testing/simulator-client.js';
import { callBySocket } from './testing/socket-client.js';

afterAll(closeAll);

const recorded = load<Omit<RecordedGradio, 'dependencies'> & { dependency: Dependency }>('a1111-gradio');

describe('a simulated A1111 repeats what the real one told by Gradio 3.41', () => {
  const ready = startQuick({ dialect: 'a1111' }).then(async (simulator) => {
    const config = await readConfig(simulator);
    return { simulator, config, fn: clickOn(config, 'txt2img_generate', 'submit') };
  });
  const values = { '@_width': 256, '@_height': 256, '@_seed': 5, '1': 'a cat' };

  it('about the page', async () => {
    const { config, fn } = await ready;
    const parts = ['components', 'dependencies', 'layout'];
    const head = Object.fromEntries(Object.entries(config).filter(([key]) => !parts.includes(key)));
    expect(head).toEqual(recorded.head);
    expect(lasting(fn)).toEqual(lasting(recorded.dependency));
    const inputs = inputsOf(config, fn).map(
      ({ type, props: { label = null, elem_id = null, value = null } }) => [type, label, elem_id, value],
    );
    expect(inputs).toEqual(recorded.inputs);
  });

  it.each(recorded.jobs.map((one) => [one.name, one] as const))(
    'about %s',
    async (name, job: RecordedJob) => {
      const { simulator, config, fn } = await ready;
      const data = sized(dataFor(config, fn, { ...values, ...job.values }), job);
      const talk = await callBySocket(simulator, { fn_index: name === 'unknown fn' ? 99_999 : fn.id, data });
      expect(talk.messages.map(maskMessage)).toEqual(job.messages.map(maskMessage));
      expect(talk.code).toBe(name === 'unknown fn' ? 1006 : 1000);
    },
  );

  it('that it starts both of two jobs, and the second waits for the lock', async () => {
    const { simulator, config, fn } = await ready;
    const call = (id: string, steps: number): ReturnType<typeof callBySocket> =>
      callBySocket(simulator, {
        fn_index: fn.id,
        data: dataFor(config, fn, { ...values, '0': `task(${id})`, '@_steps': steps }),
      });
    const first = call('w2', 150);
    await eventually(async () => (await taskProgress(simulator, 'task(w2)')).body['active'] === true);
    const second = call('w3', 2);
    await eventually(
      async () => (await taskProgress(simulator, 'task(w3)')).body['textinfo'] === 'In queue: 1/1',
    );
    const talks = await Promise.all([first, second]);
    for (const { messages } of talks) expect(messages.map(({ msg }) => msg)).toContain('process_starts');
    expect((await taskProgress(simulator, 'task(w3)')).body['completed']).toBe(true);
  });

  it('that a client may leave and its job goes on', async () => {
    const { simulator, config, fn } = await ready;
    const data = dataFor(config, fn, { ...values, '0': 'task(w6)', '@_steps': 60 });
    const { messages } = await callBySocket(
      simulator,
      { fn_index: fn.id, data },
      { seen: ({ msg }, socket) => void (msg === 'process_starts' && socket.close()) },
    );
    expect(messages.at(-1)?.msg).toBe('process_starts');
    await eventually(async () => (await taskProgress(simulator, 'task(w6)')).body['completed'] === true);
    expect(simulator.generations.at(-1)).toMatchObject({
      clientGone: true,
      outcome: 'completed',
      door: 'gradio',
    });
  });

  it('that it can be called without the queue, by number and not by name', async () => {
    const { simulator, config, fn } = await ready;
    const data = dataFor(config, fn, { ...values, '@_steps': 2 });
    const called = await post(simulator, '/run/predict', { data, fn_index: fn.id, session_hash: 'x' });
    const { data: outputs } = (await called.json()) as { data: [[{ name: string }]] };
    const file = await fetch(`${simulator.url}/file=${outputs[0][0].name}`);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png']);
    const named = await post(simulator, '/run/txt2img', { data });
    expect([named.status, await named.json()]).toEqual([
      500,
      { error: 'This app has no endpoint /api/txt2img/.' },
    ]);
  });

  it('that override settings must be a list', async () => {
    const { simulator, config, fn } = await ready;
    const data = dataFor(config, fn, { ...values, '@_override_settings': null });
    const { messages } = await callBySocket(simulator, { fn_index: fn.id, data });
    expect(messages.at(-1)?.output?.data?.[3]).toContain(
      "<div class='error'>TypeError: &#x27;NoneType&#x27; object is not iterable</div>",
    );
  });
});
