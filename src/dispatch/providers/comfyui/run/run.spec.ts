import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../common/json.js';
import type { Target } from '../../../contract/index.js';
import type { ComfyuiClient } from '../server/comfyui-client.js';
import { readEntry } from '../server/history-entry.js';
import type { ComfyGraph } from '../workflow/graph.js';
import { decide, type Look, type Verdict, type Watched } from './decide.js';
import { GraphProgress } from './graph-progress.js';
import { newHandle, readHandle } from './handle.js';
import { readBinary, readText } from './read-message.js';
import { readOutputs } from './read-outputs.js';

const LIMITS = { firstStepMs: 1000, stallMs: 100, pollMs: 10 };
const NOW = 100_000;

describe('what follows from a look at the server', () => {
  const run: Watched = {
    ...{ absent: 0, awaySince: null, movedAt: NOW, hasRun: true, hasBegun: true, isStepping: true },
    ...{ isBlind: false, holder: null, heldSince: NOW },
  };
  const running: Look = { seen: { state: 'running' } };
  const waiting = (holder: string | null): Look => ({ seen: { state: 'waiting', running: holder } });
  const ended: Look = { seen: { state: 'ended', entry: readEntry({}) } };

  it.each<[string, Look, Partial<Watched>, Verdict]>([
    ['it has ended', ended, {}, 'collect'],
    ['it moves', running, { movedAt: NOW - 50 }, 'wait'],
    ['its steps stand still', running, { movedAt: NOW - 101 }, 'no_progress'],
    ['it decodes', running, { movedAt: NOW - 900, isStepping: false }, 'wait'],
    [
      'no first step came',
      running,
      { movedAt: NOW - 1001, isStepping: false, hasBegun: false },
      'no_first_step',
    ],
    ['nothing can be seen of it', running, { movedAt: NOW - 13_000, isBlind: true }, 'wait'],
    [
      'nothing was seen of it for very long',
      running,
      { movedAt: NOW - 14_000, isBlind: true },
      'no_progress',
    ],
    ['it was found nowhere, once', { seen: { state: 'absent' } }, { absent: 1 }, 'wait'],
    ['it was found nowhere, twice', { seen: { state: 'absent' } }, { absent: 2 }, 'gone'],
    ['somebody else is served', waiting('other'), { heldSince: NOW - 3_600_000 }, 'wait'],
    ['somebody else is served for ever', waiting('other'), { heldSince: NOW - 22_000_000 }, 'worker_dead'],
    ['nobody is served', waiting(null), { heldSince: NOW - 1001 }, 'worker_dead'],
    ['what was given up stands there', waiting('stuck'), { heldSince: NOW - 1001 }, 'worker_dead'],
    ['nobody listens, for a moment', { failed: 'refused' }, { awaySince: NOW - 100 }, 'wait'],
    ['nobody listens', { failed: 'refused' }, { awaySince: NOW - 201 }, 'silent'],
    ['nothing is answered', { failed: 'no_answer' }, { awaySince: NOW - 201 }, 'silent'],
    ['nonsense is answered', { failed: 'bad_answer' }, { awaySince: NOW - 201 }, 'bad_answer'],
  ])('%s', (_what, look, over, expected) => {
    expect(decide(look, { ...run, ...over }, LIMITS, NOW, 'stuck')).toBe(expected);
  });
});

const GRAPH: ComfyGraph = {
  '4': { class_type: 'CheckpointLoaderSimple', inputs: {} },
  '6': { class_type: 'CLIPTextEncode', inputs: { clip: ['4', 1] } },
  '3': {
    class_type: 'KSampler',
    inputs: { steps: 20, denoise: 1, model: ['4', 0], positive: ['6', 0], seed: 5 },
  },
  '21': { class_type: 'KSampler', inputs: { steps: 20, denoise: 0.5, latent_image: ['3', 0], seed: 5 } },
  '8': { class_type: 'VAEDecode', inputs: { samples: ['21', 0] } },
  '9': { class_type: 'SaveImage', inputs: { images: ['8', 0] } },
  '50': { class_type: 'KSampler', inputs: { steps: 1000 } },
};

describe('progress over a graph', () => {
  const taken = (progress: GraphProgress, ...messages: [string, JsonObject][]) => {
    for (const [type, data] of messages)
      for (const message of readText(JSON.stringify({ type, data: { prompt_id: 'p', ...data } }), 'p'))
        progress.take(message);
    return progress.standing();
  };

  it('weighs nodes, tells passes apart and never falls', () => {
    const progress = new GraphProgress(GRAPH);
    expect(taken(progress, ['executing', { node: '4' }])).toEqual({
      phase: 'loading_model',
      percent: 0,
      step: null,
      steps: null,
    });
    const half = taken(
      progress,
      ['executing', { node: '3' }],
      ['progress', { node: '3', value: 10, max: 20 }],
    );
    expect(half).toMatchObject({ phase: 'sampling', step: 10, steps: 20 });
    const again = taken(progress, ['progress', { node: '3', value: 1, max: 20 }]);
    expect(again.percent).toBe(half.percent);
    const second = taken(
      progress,
      ['executing', { node: '21' }],
      ['progress', { node: '21', value: 10, max: 20 }],
    );
    expect(second.phase).toBe('hires');
    expect(second.percent).toBeGreaterThan(60);
    const saving = taken(progress, ['executing', { node: '9', display_node: '9' }]);
    expect(saving).toMatchObject({ phase: 'saving', step: null });
    expect(taken(progress, ['executed', { node: '9' }]).percent).toBeGreaterThan(saving.percent);
  });

  it('leaves out what came from the cache, and takes states as well as steps', () => {
    const progress = new GraphProgress(GRAPH);
    const node = (value: number, state: string) => ({ value, max: 20, state, display_node_id: '21' });
    const cached = taken(
      progress,
      ['execution_cached', { nodes: ['4', '6', '3'] }],
      ['progress_state', { nodes: { '21': node(19, 'running') } }],
    );
    expect(cached.percent).toBeGreaterThan(60);
    expect(
      taken(progress, ['progress_state', { nodes: { '21': node(20, 'finished') } }]).percent,
    ).toBeGreaterThan(70);
  });
});

describe('messages of the WebSocket', () => {
  it('of other prompts, of unknown kinds and of no kind are passed over', () => {
    const foreign = { type: 'progress', data: { prompt_id: 'other', node: '3', value: 1, max: 2 } };
    expect(readText(JSON.stringify(foreign), 'p')).toEqual([]);
    expect(readText('{"type":"crystools.monitor","data":{"prompt_id":"p","x":NaN}}', 'p')).toEqual([]);
    expect(readText('garbage', 'p')).toEqual([]);
    expect(
      readText(
        '{"type":"execution_error","data":{"prompt_id":"p","exception_type":"ExecutionBlocked"}}',
        'p',
      ),
    ).toEqual([]);
    expect(readText('{"type":"execution_error","data":{"prompt_id":"p","exception_type":"X"}}', 'p')).toEqual(
      [{ type: 'ended' }],
    );
  });

  it('hold pictures in both kinds of frames, and nothing else is taken for one', () => {
    const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(20)]);
    const head = (...numbers: number[]): Buffer => Buffer.from(Uint32Array.from(numbers).buffer).swap32();
    const plain = Buffer.concat([head(1, 1), jpeg]);
    expect(readBinary(plain, 'p')).toEqual([
      { type: 'preview', bytes: jpeg, mediaType: 'image/jpeg', node: null },
    ]);
    const framed = (prompt: string): Buffer => {
      const json = Buffer.from(JSON.stringify({ prompt_id: prompt, node_id: '3' }));
      return Buffer.concat([head(4, json.length), json, jpeg]);
    };
    expect(readBinary(framed('p'), 'p')).toEqual([expect.objectContaining({ node: '3' })]);
    expect(readBinary(framed('other'), 'p')).toEqual([]);
    expect(readBinary(Buffer.concat([head(1, 1), Buffer.from('<svg onload="alert(1)">')]), 'p')).toEqual([]);
    expect(readBinary(head(4, 4_000_000_000), 'p')).toEqual([]);
  });
});

describe('outputs', () => {
  const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.alloc(20)]);
  const client = {
    file: (_target: unknown, { filename }: { filename: string }) =>
      Promise.resolve(filename.endsWith('.png') ? PNG : Buffer.from(filename)),
  } as unknown as ComfyuiClient;

  it('of any node and under any key are files, each in its role', async () => {
    const outputs = {
      '9': {
        images: [
          { filename: 'a.png', subfolder: 's', type: 'output' },
          { filename: 'b.png', type: 'output' },
        ],
      },
      x: { gifs: [{ filename: 'v.mp4', type: 'output', format: 'video/h264-mp4' }], animated: [true] },
      y: {
        audio: [{ filename: 's.flac', type: 'output' }],
        text: ['hello', 5],
        '3d': [{ filename: 'm.glb' }],
      },
      z: { a_images: [{ filename: 'c.png', type: 'temp' }], result: ['words', null] },
    };
    const entry = readEntry({
      outputs,
      status: { status_str: 'error', messages: [['execution_success', {}]] },
    });
    expect(entry.outcome).toBe('success');
    const handle = readHandle(newHandle('job-1'));
    const from = {
      client,
      target: {} as Target,
      graph: GRAPH,
      handle,
      expected: { seeds: { '9': 5 } },
      sent: [],
    };
    const { images } = await readOutputs(entry, from, AbortSignal.timeout(1000));
    expect(images.map(({ role, seed, name }) => [role, seed, name])).toEqual(
      expect.arrayContaining([
        ['image', 5, 'a.png'],
        ['image', null, 'b.png'],
        ['video', null, 'v.mp4'],
        ['audio', null, 's.flac'],
        ['text', null, 'node y.txt'],
        ['auxiliary', null, 'm.glb'],
        ['auxiliary', null, 'c.png'],
      ]),
    );
    expect(images).toHaveLength(7);
  });
});

it('the id of a prompt is a canonical UUID, and the same for the same attempt', () => {
  const id = readHandle(newHandle('0f9c1a52-6f3e-4f0e-9a43-000000000001-1')).task_id;
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(readHandle(newHandle('0f9c1a52-6f3e-4f0e-9a43-000000000001-1')).task_id).toBe(id);
  expect(readHandle(newHandle('0f9c1a52-6f3e-4f0e-9a43-000000000001-2')).task_id).not.toBe(id);
});
