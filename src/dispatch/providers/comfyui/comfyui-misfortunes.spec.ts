// What only a ComfyUI does to its clients, beside what the contract tries on every engine.
import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ComfyuiSimulator } from '../../../../simulators/comfyui/index.js';
import {
  SMALL,
  comfyuiEngine,
  comfyuiSubject,
  comfyuiTarget,
} from '../../../../test/support/comfyui-subject.js';
import {
  Bench,
  LIMITS,
  eventually,
  failure,
  kindOf,
  never,
} from '../../../../test/support/dispatcher-contract.js';
import type { JsonObject } from '../../../common/json.js';
import type { ComfyGraph } from './workflow/graph.js';

const subject = comfyuiSubject();
let server: ComfyuiSimulator;
let bench: Bench;
beforeAll(async () => {
  Logger.overrideLogger(false);
  server = await subject.start();
  bench = new Bench(subject, comfyuiTarget(server));
});
afterEach(() => comfyuiEngine(server).mend());
afterAll(() => subject.close());

/** A connection that is deaf is found out after half a minute, long before a stall would be in earnest. */
const PATIENT = { ...LIMITS, firstStepMs: 30_000, stallMs: 30_000 };
const started = (): Promise<void> => eventually(() => server.generations.at(-1)?.outcome === 'running');

describe('a connection of ComfyUI', () => {
  it.each(['close', 'halfOpen'] as const)(
    'may end in the middle (%s): the prompt is polled from then on',
    async (fate) => {
      const watched = bench.run(subject.params({ steps: 60 }), PATIENT);
      await started();
      server.strikeSockets(fate);
      expect((await watched).outputs?.images).toHaveLength(1);
    },
  );

  it('may be taken over by somebody with the same id', async () => {
    const watched = bench.run(subject.params({ steps: 60 }), PATIENT);
    await started();
    server.stealSocket(server.generations.at(-1)!.clientId!);
    expect((await watched).outputs?.images).toHaveLength(1);
  });

  it('has an id of its own for each prompt', async () => {
    await bench.run(subject.params({}));
    await bench.run(subject.params({}));
    const ids = server.generations.slice(-2).map(({ clientId }) => clientId);
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toMatch(/^stablequeue-[0-9a-f-]{36}$/);
  });

  it('is not needed: without any the prompt is only polled', async () => {
    server.knobs.garbage = { value: 'html502', match: '/ws' };
    const before = server.generations.length;
    expect((await bench.run(subject.params({ steps: 20 }))).outputs?.images).toHaveLength(1);
    expect(server.generations.length).toBe(before + 1);
  });
});

describe('an answer to a prompt that gets lost', () => {
  it('is no reason to send it again when it has arrived', async () => {
    const before = server.generations.length;
    server.knobs.losePrompt = { value: 'accepted', times: 1 };
    expect((await bench.run(subject.params({}))).outputs?.images).toHaveLength(1);
    expect(server.generations.length).toBe(before + 1);
  });

  it('is a failed try when it has not', async () => {
    server.knobs.losePrompt = { value: 'unseen', times: 1 };
    expect(failure(await bench.run(subject.params({}))).kind).toBe('retryable');
  });
});

describe('a server of ComfyUI', () => {
  it('may be restarted, and then knows nothing of the job', async () => {
    const watched = bench.run(subject.params({ steps: 100 }));
    await started();
    await server.restart(50);
    expect(kindOf(await watched)).toBe('lost task_unknown');
  });

  it('may lose a prompt without a trace when somebody empties its queue', async () => {
    server.knobs.externalUser = 600;
    server.knobs.deletedFromQueue = { value: true, times: 1 };
    expect(kindOf(await bench.run(subject.params({})))).toBe('lost task_unknown');
  });

  it('may have a dead worker: jobs are given up, and the look at it says so until it is restarted', async () => {
    const zombie = await subject.start({ knobs: { zombie: true } });
    const own = new Bench(subject, comfyuiTarget(zombie));
    const limits = { ...LIMITS, firstStepMs: 200, stallMs: 150 };
    expect(kindOf(await own.run(subject.params({}), limits))).toBe('retryable no_first_step');
    expect(await subject.dispatcher.probe(own.target, never())).toMatchObject({
      state: 'misconfigured',
      problemCode: 'worker_dead',
    });
    expect(kindOf(await own.run(subject.params({}), limits))).toBe('retryable worker_dead');
    zombie.knobs.zombie = null;
    await zombie.restart(20);
    await eventually(async () => (await subject.dispatcher.probe(own.target, never())).state === 'online');
  });

  it('may have a list of jobs that is poisoned: the older ways are taken', async () => {
    server.knobs.garbage = { value: 'text500', match: '/api/jobs' };
    expect((await bench.run(subject.params({}))).outputs?.images).toHaveLength(1);
  });

  it('may write numbers that are no JSON, and block nodes without ending the prompt', async () => {
    Object.assign(server.knobs, { nanOutput: true, executionBlocked: true });
    expect((await bench.run(subject.params({}))).outputs?.images).toHaveLength(1);
  });

  it('may be of any age, and is asked in its own way', async () => {
    const old = await subject.start({ version: '0.3.40' });
    const own = new Bench(subject, comfyuiTarget(old));
    expect((await own.run(subject.params({ pictures: 2 }))).outputs?.images).toHaveLength(2);
    // One that waits is taken out of the queue, and the one that runs is left alone: this version stops whatever runs.
    const first = await own.submit(subject.params({ steps: 60 }));
    const second = await own.submit(subject.params({ steps: 60 }));
    const watched = own.watch(subject.dispatcher, first.handle, first.request);
    await eventually(() => old.generations.at(-1)?.outcome === 'running');
    expect(await subject.dispatcher.cancel(second.handle, own.target, never())).toBe(true);
    expect((await watched).outputs?.images).toHaveLength(1);
    expect(await subject.dispatcher.cancel(second.handle, own.target, never())).toBe(false);
  });

  it('may stand behind a proxy that wants a header, on HTTP and WebSocket alike', async () => {
    const guarded = await subject.start({ basePath: '/gpu1', auth: { header: 'X-Key', value: 'secret' } });
    const own = new Bench(subject, comfyuiTarget(guarded, { extraHeaders: { 'x-key': 'secret' } }));
    const result = await own.run(subject.params({ steps: 20 }));
    expect(result.outputs?.images).toHaveLength(1);
    expect(result.events.some((event) => event.type === 'progress' && event.step !== null)).toBe(true);
    expect(await subject.dispatcher.probe(comfyuiTarget(guarded), never())).toMatchObject({
      problemCode: 'login_needed',
    });
  });
});

describe('results of ComfyUI', () => {
  it('are files of their own, even when all of it comes from the cache', async () => {
    const params = subject.params({});
    const first = await bench.run(params);
    const second = await bench.run(params);
    expect(server.generations.at(-1)?.samplings).toEqual([]);
    const names = [first, second].map(({ outputs }) => outputs?.images[0]?.name);
    expect(new Set(names).size).toBe(2);
  });

  it('may be deleted on the server: what is left is kept, with a warning', async () => {
    server.knobs.filesGone = { value: true, times: 1 };
    const { outputs } = await bench.run(subject.params({ pictures: 2 }));
    expect(outputs?.images).toHaveLength(1);
    expect(outputs?.warnings).toEqual([expect.objectContaining({ code: 'output_missing', mismatch: true })]);
    server.knobs.filesGone = true;
    expect(kindOf(await bench.run(subject.params({})))).toBe('retryable outputs_gone');
  });

  it('of outputs that the server refuses are missed with its words, while the others are made', async () => {
    const result = await bench.run(own({ '9': picture(), '10': picture({ width: 0 }) }));
    expect(result.outputs?.images).toHaveLength(1);
    expect(result.outputs?.warnings).toEqual([
      expect.objectContaining({
        code: 'node_errors',
        mismatch: true,
        message: expect.stringMatching(/node 10s/i),
      }),
    ]);
  });

  it('are of every kind', async () => {
    const result = await bench.run(
      own({
        '9': picture(),
        ...{ v: node('EmptyImage', { width: 16, height: 16, batch_size: 2, color: 1 }) },
        vs: node('VHS_VideoCombine', {
          ...{
            images: ['v', 0],
            frame_rate: 8,
            loop_count: 0,
            filename_prefix: 'v',
            format: 'image/gif',
          },
          ...{ pingpong: false, save_output: true },
        }),
        a: node('EmptyAudio', { duration: 0.1, sample_rate: 8000, channels: 1 }),
        as: node('SaveAudio', { audio: ['a', 0], filename_prefix: 'audio/a' }),
        t: node('PrimitiveString', { value: 'words' }),
        ts: node('PreviewAny', { source: ['t', 0] }),
        ws: node('SaveImageWebsocket', { images: ['v', 0] }),
      }),
    );
    expect(result.error).toBeNull();
    const roles = result.outputs!.images.map(({ role }) => role).sort();
    expect(roles).toEqual(['audio', 'image', 'image', 'image', 'image', 'text']);
    const endings = result.outputs!.images.map(({ name }) => name?.split('.').at(-1) ?? 'sent');
    expect(endings.sort()).toEqual(['flac', 'gif', 'png', 'sent', 'sent', 'txt']);
    expect(result.outputs!.images.find(({ role }) => role === 'text')?.bytes.toString()).toBe('words');
  });

  it('that were only shown are results where nothing else was made', async () => {
    const shown = { e: node('EmptyImage', { width: 16, height: 16, batch_size: 1, color: 2 }) };
    const alone = await bench.run(own({ ...shown, p: node('PreviewImage', { images: ['e', 0] }) }));
    expect(alone.outputs?.images.map(({ role }) => role)).toEqual(['image']);
    const beside = await bench.run(
      own({ '9': picture(), ...shown, p: node('PreviewImage', { images: ['e', 0] }) }),
    );
    expect(beside.outputs?.images.map(({ role }) => role).sort()).toEqual(['auxiliary', 'image']);
  });

  it('are shown while they are made', async () => {
    const result = await bench.run(subject.params({ steps: 20 }));
    expect(result.events.some((event) => event.type === 'preview' && event.mediaType === 'image/jpeg')).toBe(
      true,
    );
  });
});

describe('a workflow that the server refuses', () => {
  it('is told node by node', async () => {
    const result = await bench.run(own({ '9': picture({ width: 0 }) }));
    expect(kindOf(result)).toBe('permanent invalid_workflow');
    expect(failure(result).message).toContain('Node 9s (EmptyImage): Value 0 smaller than min of 1');
    expect(failure(result).details).toMatchObject({ nodes: [{ node: '9s', input: 'width' }] });
  });

  it('may suit another server, where a node is missing', async () => {
    const result = await bench.run(own({ '1': node('Nowhere', {}), '9': picture() }));
    expect(kindOf(result)).toBe('permanent node_not_found');
    expect(failure(result).elsewhere).toBe(true);
  });
});

function node(class_type: string, inputs: JsonObject): ComfyGraph[string] {
  return { class_type, inputs };
}

/** A picture that is saved, drawn by the node `<id>s`. */
function picture(inputs: JsonObject = {}): { of: JsonObject } {
  return { of: inputs };
}

let drawn = 0;
function own(nodes: Record<string, ComfyGraph[string] | { of: JsonObject }>): JsonObject {
  const workflow: JsonObject = {};
  for (const [id, one] of Object.entries(nodes)) {
    if ('class_type' in one) workflow[id] = one;
    else {
      drawn += 1;
      const source = { width: 16, height: 16, batch_size: 1, color: drawn, ...one.of };
      workflow[`${id}s`] = node('EmptyImage', source);
      workflow[id] = node('SaveImage', { filename_prefix: 'x', images: [`${id}s`, 0] });
    }
  }
  const without = Object.fromEntries(Object.keys(SMALL).map((key) => [key, null]));
  return { ...without, workflow };
}
