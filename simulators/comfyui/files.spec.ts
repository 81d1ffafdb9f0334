import { afterEach, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import sharp from 'sharp';
import { node, picture, textToImage } from './testing/graphs.js';
import { call, closeAll, finished, start, upload } from './testing/simulator-client.js';
import type { ComfyuiSimulator } from './index.js';

afterEach(closeAll);

function image(color: string, width = 16, height = 16): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 4, background: color } })
    .png()
    .toBuffer();
}

async function view(simulator: ComfyuiSimulator, query: string, headers = {}): Promise<Response> {
  return fetch(`${simulator.url}/view?${query}`, { headers });
}

describe('a saved picture', () => {
  it('is numbered on from what there is, in the folder of its prefix', async () => {
    const simulator = await start();
    const made = [];
    for (const seed of [1, 2]) {
      const { outputs } = await finished(simulator, textToImage({ seed, batch: 2, prefix: 'a/b/%width%_x' }));
      made.push(...(outputs['9']?.['images'] as { filename: string; subfolder: string }[]));
    }
    expect(made.map(({ filename }) => filename)).toEqual([1, 2, 3, 4].map((n) => `64_x_0000${n}_.png`));
    expect(new Set(made.map(({ subfolder }) => subfolder))).toEqual(new Set(['a/b']));
  });

  it('may not leave its folder', async () => {
    const simulator = await start();
    const entry = await finished(simulator, textToImage({ prefix: '../x' }));
    expect(entry.status.messages.at(-1)?.[1]).toMatchObject({
      exception_type: 'Exception',
      exception_message: expect.stringContaining('outside the output folder'),
    });
  });

  it('carries the graph and what else was asked for', async () => {
    const simulator = await start();
    await upload(simulator, 'in.png', await image('#00ff00'));
    const graph = {
      '1': node('LoadImage', { image: 'in.png' }),
      '2': node('SaveImage', { images: ['1', 0], filename_prefix: 'p' }),
    };
    const extra_data = { extra_pnginfo: { workflow: { nodes: ['ü'] } } };
    const entry = await finished(simulator, graph, { extra_data });
    const bytes = Buffer.from(await (await view(simulator, 'filename=p_00001_.png')).arrayBuffer());
    const text = bytes.toString('latin1');
    expect(text).toContain('tEXtworkflow\0{"nodes": ["\\u00fc"]}');
    expect(text).toMatch(/tEXtprompt\0\{"1": \{"class_type": "LoadImage".*"is_changed": \["[0-9a-f]{64}"\]/);
    expect(entry.prompt[2]).toEqual(graph);
    expect(simulator.generations[0]?.images[0]?.bytes).toBe(bytes.length);
  });

  it('is the same for the same wishes, on another server too', async () => {
    const [one, two] = [await start(), await start()];
    const make = async (simulator: ComfyuiSimulator, seed: number): Promise<unknown> => {
      await finished(simulator, textToImage({ seed }));
      return simulator.generations.at(-1)?.images[0]?.sha256;
    };
    const first = await make(one, 5);
    expect(await make(two, 5)).toBe(first);
    expect(await make(two, 6)).not.toBe(first);
  });
});

describe('GET /view', () => {
  it('gives parts, other formats and channels', async () => {
    const simulator = await start();
    await upload(simulator, 'half.png', await image('rgba(255,0,0,0.5)'), { subfolder: 'in/er' });
    const at = 'filename=half.png&subfolder=in/er&type=input';
    const plain = await view(simulator, at, { range: 'bytes=1-3' });
    expect([plain.status, await plain.text()]).toEqual([206, 'PNG']);
    expect(plain.headers.get('content-disposition')).toBe('filename="half.png"');
    expect(plain.headers.get('x-content-type-options')).toBe('nosniff');
    const described = async (query: string): Promise<unknown[]> => {
      const reply = await view(simulator, `${at}&${query}`);
      const { format, channels } = await sharp(Buffer.from(await reply.arrayBuffer())).metadata();
      return [reply.headers.get('content-type'), format, channels];
    };
    expect(await described('preview=jpeg;50')).toEqual(['image/jpeg', 'jpeg', 3]);
    expect(await described('preview=png')).toEqual(['image/webp', 'webp', 4]);
    expect(await described('preview=jpeg&channel=rgba')).toEqual(['image/webp', 'webp', 4]);
    expect(await described('channel=rgb')).toEqual(['image/png', 'png', 3]);
    expect(await described('channel=a')).toEqual(['image/png', 'png', 4]);
  });

  it('reads the folder from the end of a name', async () => {
    const simulator = await start();
    await upload(simulator, 'a.png', await image('#fff'));
    expect((await view(simulator, 'filename=a.png [input]')).status).toBe(200);
    expect((await view(simulator, 'filename=a.png [temp]&type=input')).status).toBe(404);
    expect((await view(simulator, 'filename=')).status).toBe(400);
  });
});

describe('an upload', () => {
  it('keeps what is there, under another name if it is another file', async () => {
    const simulator = await start();
    const [red, blue] = [await image('#f00'), await image('#00f')];
    const name = async (bytes: Buffer, fields = {}): Promise<unknown> =>
      ((await upload(simulator, 'x.png', bytes, fields)).body as { name: string }).name;
    expect(await name(red)).toBe('x.png');
    expect(await name(red)).toBe('x.png');
    expect(await name(blue)).toBe('x (1).png');
    expect(await name(blue, { overwrite: 'yes' })).toBe('x (1).png');
    expect(await name(blue, { overwrite: 'true' })).toBe('x.png');
    const { body } = await call(simulator, 'GET', '/object_info/LoadImage');
    expect(JSON.stringify(body)).toContain('["x (1).png", "x.png"]'.replace(', ', ','));
  });

  it('is refused with nothing to say', async () => {
    const simulator = await start({ maxUploadBytes: 1000 });
    const escaping = await upload(simulator, 'x.png', Buffer.from('x'), { subfolder: '../..' });
    expect([escaping.status, escaping.text]).toEqual([400, '']);
    expect((await upload(simulator, 'x.png', Buffer.from('x'), { type: 'weird' })).status).toBe(500);
    const large = await upload(simulator, 'x.png', Buffer.alloc(2000));
    expect([large.status, large.text]).toEqual([413, expect.stringContaining('Maximum request body size')]);
  });

  it('of a mask puts its transparency into the original', async () => {
    const simulator = await start();
    await upload(simulator, 'base.png', await image('#f00'));
    const original_ref = JSON.stringify({ filename: 'base.png', subfolder: '', type: 'input' });
    const masked = await upload(
      simulator,
      'm.png',
      await image('rgba(0,0,0,0.25)'),
      { original_ref },
      'mask',
    );
    expect(masked.body).toEqual({ name: 'm.png', subfolder: '', type: 'input' });
    const bytes = Buffer.from(await (await view(simulator, 'filename=m.png&type=input')).arrayBuffer());
    const pixel = await sharp(bytes).raw().toBuffer();
    expect([...pixel.subarray(0, 4)]).toEqual([255, 0, 0, 64]);
    const missing = JSON.stringify({ filename: 'none.png' });
    await upload(simulator, 'n.png', await image('#000'), { original_ref: missing }, 'mask');
    expect((await view(simulator, 'filename=n.png&type=input')).status).toBe(404);
  });
});

describe('temporary files', () => {
  it('are gone after a restart, outputs and inputs are not', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'comfyui-files-'));
    const simulator = await start({ dataDir });
    await finished(simulator, picture('PreviewImage', { images: ['1', 0] }));
    await finished(simulator, textToImage({ prefix: 'kept' }));
    const count = (folder: string): number => readdirSync(join(dataDir, folder)).length;
    expect([count('temp'), count('output')]).toEqual([1, 1]);
    expect(readdirSync(join(dataDir, 'temp'))[0]).toMatch(/^ComfyUI_temp_[a-z]{5}_00001_\.png$/);
    await simulator.restart(20);
    expect([count('temp'), count('output')]).toEqual([0, 1]);
    await simulator.close();
    rmSync(dataDir, { recursive: true });
  });
});
