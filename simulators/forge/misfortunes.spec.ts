import { afterEach, describe, expect, it } from '@jest/globals';
import {
  call,
  closeAll,
  eventually,
  generate,
  info,
  isRunning,
  replyOrBroken,
  start,
  taskProgress,
} from './testing/simulator-client.js';
import type { Reply } from './testing/simulator-client.js';

afterEach(closeAll);

describe('a client that leaves', () => {
  it('does not stop its job', async () => {
    const simulator = await start({ stepMs: 20 });
    const leaving = new AbortController();
    const reply = replyOrBroken(generate(simulator, { steps: 10 }, leaving.signal));
    await eventually(() => isRunning(simulator));
    leaving.abort();
    expect(await reply).toBe('broken');
    await eventually(() => simulator.generations[0]?.outcome === 'completed');
    await eventually(() => simulator.generations[0]?.images.length === 1);
    expect(simulator.generations[0]?.clientGone).toBe(true);
  });

  it('can find its picture on disk under the pattern it asked for', async () => {
    const simulator = await start({ knobs: { dropConnectionAfter: true } });
    const reply = await replyOrBroken(
      generate(simulator, {
        save_images: true,
        override_settings: {
          samples_filename_pattern: 'sq-7-[seed]',
          directories_filename_pattern: 'stablequeue',
          save_images_add_number: false,
        },
      }),
    );
    expect(reply).toBe('broken');
    const { body } = await call(simulator, 'GET', '/sdapi/v1/options');
    const path = `${String(body['outdir_txt2img_samples'])}/stablequeue/sq-7-1.png`;
    const file = await fetch(`${simulator.url}/file=${path}`);
    expect(file.status).toBe(200);
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(bytes.length).toBe(simulator.generations[0]?.images[0]?.bytes);
    const part = await fetch(`${simulator.url}/file=${path}`, { headers: { range: 'bytes=1-3' } });
    expect([part.status, await part.text()]).toEqual([206, 'PNG']);
  });
});

describe('a restart', () => {
  it('drops every connection, refuses for a while and has forgotten all but what was saved', async () => {
    const simulator = await start({ stepMs: 50 });
    await call(simulator, 'POST', '/sdapi/v1/options', { CLIP_stop_at_last_layers: 2 });
    const job = replyOrBroken(
      generate(simulator, { force_task_id: 'lost', override_settings: { samples_format: 'jpg' } }),
    );
    const waiting = replyOrBroken(generate(simulator));
    await eventually(() => isRunning(simulator));
    const back = simulator.restart(100);
    expect(await job).toBe('broken');
    expect(await waiting).toBe('broken');
    expect(await replyOrBroken(call(simulator, 'GET', '/internal/ping'))).toBe('broken');
    await back;
    expect((await taskProgress(simulator, 'lost')).body).toMatchObject({
      active: false,
      queued: false,
      completed: false,
    });
    const options = (await call(simulator, 'GET', '/sdapi/v1/options')).body;
    expect([options['CLIP_stop_at_last_layers'], options['samples_format']]).toEqual([2, 'png']);
    expect(simulator.generations.map(({ outcome }) => outcome)).toEqual(['lost']);
  });

  it('happens by itself at the step of a crash', async () => {
    const simulator = await start({ knobs: { crashAtStep: { value: 2, times: 1 }, crashDownMs: 30 } });
    expect(await replyOrBroken(generate(simulator))).toBe('broken');
    await eventually(
      async () => (await replyOrBroken(call(simulator, 'GET', '/internal/ping'))) !== 'broken',
    );
    expect((await generate(simulator)).status).toBe(200);
    expect(simulator.generations.map(({ outcome }) => outcome)).toEqual(['lost', 'completed']);
  });

  it('puts up the routes one by one', async () => {
    const simulator = await start({ knobs: { notReadyForMs: 300 } });
    const startup = (): Promise<Response> => fetch(`${simulator.url}/internal/profile-startup`);
    expect(await (await startup()).json()).toBeNull();
    expect((await call(simulator, 'GET', '/sdapi/v1/loras')).status).toBe(404);
    await eventually(async () => (await (await startup()).json()) !== null);
    expect((await call(simulator, 'GET', '/sdapi/v1/loras')).status).toBe(200);
  });
});

describe('a knob', () => {
  it('runs the machine out of memory in the words of each dialect', async () => {
    for (const [dialect, key] of [
      ['forge', 'message'],
      ['a1111', 'errors'],
    ] as const) {
      const simulator = await start({ dialect, knobs: { outOfMemory: { value: true, times: 1 } } });
      const reply = await generate(simulator);
      expect(reply).toMatchObject({ status: 500, body: { error: 'OutOfMemoryError', detail: '' } });
      expect(String(reply.body[key])).toMatch(/^CUDA out of memory\. Tried to allocate 2\.00 GiB/);
      expect((await generate(simulator)).status).toBe(200);
    }
  });

  it('lets NaNs through as a black picture on Forge and fails on A1111', async () => {
    const forge = await generate(await start({ knobs: { nan: true } }));
    expect(forge.status).toBe(200);
    const a1111 = await generate(await start({ dialect: 'a1111', knobs: { nan: true } }));
    expect(a1111).toMatchObject({ status: 500, body: { error: 'NansException' } });
  });

  it('hangs a job until it is cleared', async () => {
    const simulator = await start({ knobs: { hangAtStep: { value: 3, times: 1 } } });
    const job = generate(simulator, { force_task_id: 'stuck' });
    await eventually(async () => (await taskProgress(simulator, 'stuck')).body['progress'] === 0.25);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect((await taskProgress(simulator, 'stuck')).body).toMatchObject({ active: true, progress: 0.25 });
    simulator.knobs.hangAtStep = null;
    expect((await job).status).toBe(200);
  });

  it('strikes only the prompts it is meant for', async () => {
    const simulator = await start({ knobs: { diskFull: { value: true, match: 'dog' } } });
    expect((await generate(simulator, { save_images: true })).status).toBe(200);
    const reply = await generate(simulator, { save_images: true, prompt: 'a dog' });
    expect(reply).toMatchObject({
      status: 500,
      body: { error: 'OSError', message: '[Errno 28] No space left on device' },
    });
  });

  it.each(['html502', 'notJson', 'truncated', 'notAnImage', 'wrongShape'] as const)(
    'spoils an answer: %s',
    async (garbage) => {
      const simulator = await start({ knobs: { garbage } });
      const reply = await replyOrBroken(generate(simulator));
      if (garbage === 'wrongShape')
        expect(reply).toMatchObject({ status: 200, body: { images: 'none', info: 5 } });
      else if (garbage === 'notAnImage') expect((reply as Reply).body['images']).toHaveLength(1);
      else expect(reply).toBe('broken');
      expect(simulator.generations[0]?.outcome).toBe('completed');
    },
  );

  it('drops the connection at a step while the job goes on', async () => {
    const simulator = await start({ knobs: { dropConnectionAtStep: 2 } });
    expect(await replyOrBroken(generate(simulator))).toBe('broken');
    await eventually(() => simulator.generations[0]?.outcome === 'completed');
    expect(simulator.generations[0]?.clientGone).toBe(true);
  });

  it('lets somebody at the web UI hold the lock', async () => {
    const simulator = await start();
    simulator.knobs.externalUser = 150;
    await eventually(async () => {
      const { body } = await call(simulator, 'GET', '/sdapi/v1/progress');
      return String((body['state'] as { job: string }).job).startsWith('task(');
    });
    const startedAt = Date.now();
    expect((await generate(simulator)).status).toBe(200);
    expect(Date.now() - startedAt).toBeGreaterThan(60);
    expect(simulator.generations).toHaveLength(1);
  });

  it('takes the wrong model and appends extra pictures', async () => {
    const simulator = await start({ knobs: { wrongModel: true, extraImages: 2 } });
    const reply = await generate(simulator, { override_settings: { sd_model_checkpoint: 'modelB' } });
    expect(info(reply)['sd_model_name']).toBe('modelA');
    expect(reply.body['images']).toHaveLength(3);
    expect(info(reply)['infotexts']).toHaveLength(1);
  });

  it('can be turned over HTTP, and everything reset', async () => {
    const simulator = await start();
    await call(simulator, 'POST', '/__sim/knobs', { unauthorized: true });
    expect((await generate(simulator)).status).toBe(401);
    expect((await call(simulator, 'GET', '/internal/ping')).status).toBe(200);
    expect((await call(simulator, 'POST', '/__sim/knobs', { nonsense: 1 })).status).toBe(422);
    await call(simulator, 'POST', '/__sim/reset');
    expect((await generate(simulator)).status).toBe(200);
    const { body } = await call(simulator, 'GET', '/__sim/state');
    expect(body['generations']).toHaveLength(1);
  });
});
