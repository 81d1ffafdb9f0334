import { afterEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { node, picture, slow, textToImage } from './testing/graphs.js';
import { Listener } from './testing/listener.js';
import { recordedModels, workflow, workflows } from './testing/recorded.js';
import { call, closeAll, eventually, finished, start, submit, upload } from './testing/simulator-client.js';
import type { Entry, Graph } from './testing/simulator-client.js';
import type { ComfyuiSimulator, SavedFile } from './index.js';

afterEach(closeAll);

function lastMessage({ status }: Entry): Record<string, unknown> {
  return status.messages.at(-1)?.[1] ?? {};
}

async function bytesOf(simulator: ComfyuiSimulator, file: unknown): Promise<Buffer> {
  const { filename, subfolder, type } = file as SavedFile;
  const query = new URLSearchParams({ filename, subfolder, type });
  return Buffer.from(await (await fetch(`${simulator.url}/view?${query.toString()}`)).arrayBuffer());
}

describe('every recorded workflow', () => {
  it('runs to its end', async () => {
    const simulator = await start({ models: recordedModels });
    const image = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#888' } })
      .png()
      .toBuffer();
    for (const name of ['example.png', 'mask.png']) await upload(simulator, name, image);
    for (const name of Object.keys(workflows)) {
      const entry = await finished(simulator, workflow(name));
      expect([name, lastMessage(entry)]).toEqual([
        name,
        { prompt_id: entry.prompt[1], timestamp: expect.any(Number) },
      ]);
    }
    const samplings = simulator.generations.flatMap((generation) => generation.samplings);
    expect(samplings.map(({ model, steps, stepsDone }) => [model, steps, stepsDone])).toContainEqual([
      'tiny-flux.safetensors',
      6,
      6,
    ]);
    expect(samplings.find(({ width }) => width === 384)).toMatchObject({
      loras: ['style-a.safetensors:0.8'],
      denoise: 0.5,
    });
  });
});

describe('results', () => {
  it('of every kind are told under their keys', async () => {
    const simulator = await start();
    const graph: Graph = {
      ...textToImage({ batch: 3, width: 16, height: 16, steps: 1 }),
      '20': node('SaveAnimatedWEBP', {
        images: ['8', 0],
        filename_prefix: 'anim',
        fps: 4,
        lossless: true,
        quality: 80,
        method: 'default',
      }),
      '21': node('VHS_VideoCombine', {
        ...{ images: ['8', 0], frame_rate: 8, loop_count: 0, filename_prefix: 'clip' },
        ...{ format: 'image/gif', pingpong: false, save_output: true },
      }),
      '22': node('EmptyAudio', { duration: 0.5, sample_rate: 44100, channels: 2 }),
      '23': node('SaveAudio', { audio: ['22', 0], filename_prefix: 'audio/x' }),
      '24': node('PreviewAny', { source: 'hello' }),
      '26': node('SaveLatent', { samples: ['5', 0], filename_prefix: 'latents/x' }),
      '27': node('Preview3D', { model_file: '3d/a.glb' }),
    };
    const { outputs } = await finished(simulator, graph);
    const keys = Object.fromEntries(Object.entries(outputs).map(([id, output]) => [id, Object.keys(output)]));
    expect(keys).toEqual({
      '9': ['images'],
      '20': ['images', 'animated'],
      '21': ['gifs'],
      '23': ['audio'],
      '24': ['text'],
      '26': ['latents'],
      '27': ['result'],
    });
    expect([outputs['20']?.['animated'], outputs['24']?.['text'], outputs['27']?.['result']]).toEqual([
      [true],
      ['hello'],
      ['3d/a.glb', null, null],
    ]);
    const webp = await sharp(await bytesOf(simulator, outputs['20']?.['images']?.[0]), {
      pages: -1,
    }).metadata();
    expect([webp.format, webp.pages, webp.delay?.[0]]).toEqual(['webp', 3, 250]);
    const gif = await sharp(await bytesOf(simulator, outputs['21']?.['gifs']?.[0]), { pages: -1 }).metadata();
    expect([gif.format, gif.pages]).toEqual(['gif', 3]);
    expect(String((await bytesOf(simulator, outputs['23']?.['audio']?.[0])).subarray(0, 4))).toBe('fLaC');
    const { jobs } = (await call(simulator, 'GET', '/api/jobs')).body as { jobs: Record<string, unknown>[] };
    expect(jobs[0]).toMatchObject({ outputs_count: 7, preview_output: { type: 'output' } });
  });

  it('of part of the outputs, if that is all that was asked for', async () => {
    const simulator = await start();
    const graph = {
      ...picture('PreviewImage', { images: ['1', 0] }),
      '3': node('PreviewAny', { source: 'x' }),
    };
    const { outputs } = await finished(simulator, graph, { partial_execution_targets: ['3'] });
    expect(Object.keys(outputs)).toEqual(['3']);
  });
});

describe('inpainting', () => {
  it('leaves what is not masked as it was', async () => {
    const simulator = await start();
    const base = { create: { width: 64, height: 64, channels: 3, background: '#336699' } } as const;
    const mask = await sharp({ create: { ...base.create, background: '#000' } })
      .composite([
        { input: { create: { width: 32, height: 64, channels: 3, background: '#fff' } }, left: 0, top: 0 },
      ])
      .png()
      .toBuffer();
    await upload(simulator, 'base.png', await sharp(base).png().toBuffer());
    await upload(simulator, 'mask.png', mask);
    const graph = {
      ...textToImage({ steps: 2 }),
      '30': node('LoadImage', { image: 'base.png' }),
      '31': node('VAEEncode', { pixels: ['30', 0], vae: ['4', 2] }),
      '32': node('LoadImageMask', { image: 'mask.png', channel: 'red' }),
      '5': node('SetLatentNoiseMask', { samples: ['31', 0], mask: ['32', 0] }),
    };
    const { outputs } = await finished(simulator, graph);
    const { data } = await sharp(await bytesOf(simulator, outputs['9']?.['images']?.[0]))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const at = (x: number): number[] => [...data.subarray((32 * 64 + x) * 3, (32 * 64 + x) * 3 + 3)];
    expect(at(50)).toEqual([0x33, 0x66, 0x99]);
    expect(at(10)).not.toEqual([0x33, 0x66, 0x99]);
  });
});

describe('the cache', () => {
  it('gives the same graph at once, with its old files, and runs only what has changed', async () => {
    const simulator = await start();
    const listener = await Listener.connect(simulator, 'me');
    const first = await finished(simulator, textToImage(), { client_id: 'me' });
    listener.heard.length = 0;
    const second = await finished(simulator, textToImage(), { client_id: 'me' });
    await listener.untilEnd(second.prompt[1]);
    expect(second.outputs).toEqual(first.outputs);
    expect(listener.types.filter((type) => type !== 'status')).toEqual([
      ...[
        'execution_start',
        'execution_cached',
        'executed',
        'progress_state',
        'execution_success',
        'executing',
      ],
    ]);
    expect(listener.all('execution_cached')[0]?.['nodes']).toEqual(['3', '4', '5', '6', '7', '8', '9']);
    await finished(simulator, textToImage({ prefix: 'other' }));
    await finished(simulator, textToImage({ seed: 2 }));
    expect(simulator.generations.map(({ executed }) => executed.join())).toEqual([
      '4,5,7,6,3,8,9',
      '',
      '9',
      '3,8,9',
    ]);
  });

  it('keeps only what the last prompt used, or nothing, where it is told so', async () => {
    for (const [cache, again] of [
      ['all', 0],
      ['classic', 3],
      ['none', 3],
    ] as const) {
      const simulator = await start({ cache });
      await finished(simulator, slow(1));
      await finished(simulator, picture('PreviewAny', { source: 'x' }));
      await finished(simulator, slow(1));
      expect([cache, simulator.generations.at(-1)?.executed.length]).toEqual([cache, again]);
    }
  });

  it('loses the outputs of prompts without a client in some releases', async () => {
    const simulator = await start({ version: '0.20.0' });
    await finished(simulator, slow(1));
    expect((await finished(simulator, slow(1))).outputs).toEqual({});
    expect(Object.keys((await finished(simulator, slow(1), { client_id: 'me' })).outputs)).toEqual(['3']);
  });
});

describe('memory', () => {
  async function freeOf(simulator: ComfyuiSimulator): Promise<number> {
    const { body } = await call(simulator, 'GET', '/system_stats');
    return (body as { devices: { vram_free: number }[] }).devices[0]?.vram_free ?? 0;
  }

  it('fills with models and is freed between prompts', async () => {
    const simulator = await start();
    const empty = await freeOf(simulator);
    await finished(simulator, textToImage());
    expect(empty - (await freeOf(simulator))).toBe(2 * 2 ** 30);
    await finished(simulator, textToImage({ checkpoint: 'dummyXL.safetensors' }));
    expect(await freeOf(simulator)).toBeLessThan(2 ** 30);
    const { prompt_id } = await submit(simulator, slow(40));
    await eventually(() => simulator.generations.find(({ taskId }) => taskId === prompt_id));
    await call(simulator, 'POST', '/free', { unload_models: true });
    expect(await freeOf(simulator)).toBeLessThan(2 ** 30);
    await eventually(async () => (await freeOf(simulator)) === empty);
    await call(simulator, 'POST', '/free', { free_memory: true });
    await finished(simulator, slow(40));
    expect(simulator.generations.at(-1)?.executed).toHaveLength(3);
  });

  it('runs out when a picture is too large, and all models are gone then', async () => {
    const simulator = await start({ vramBytes: [2 ** 30] });
    const entry = await finished(simulator, textToImage({ width: 1024, height: 1024 }));
    expect(lastMessage(entry)).toMatchObject({
      node_id: '3',
      node_type: 'KSampler',
      exception_type: 'torch.OutOfMemoryError',
      exception_message: expect.stringMatching(
        /^Allocation on device[^]*\nThis error means you ran out of memory/,
      ),
    });
    const { body } = await call(simulator, 'GET', '/__sim/state');
    expect(body).toMatchObject({ loaded_models: [] });
    expect((await finished(simulator, textToImage())).status.completed).toBe(true);
  });
});
