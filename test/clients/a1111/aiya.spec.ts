// AIYA, a Discord bot: finds out at its start what kind of login there is, then reads every list.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { basic, DoorBench, isPng, type DoorClient, type Generated, type Json } from './door-bench.js';

let bench: DoorBench;
let bot: DoorClient;
beforeAll(async () => {
  bench = await DoorBench.open();
  await bench.serve('forge', { loras: [{ file: 'styles/ink.safetensors', alias: 'inkStyle' }] });
  bot = bench.client(basic(await bench.key('AIYA')), '/a1111');
});
afterAll(() => bench.close());

describe('AIYA', () => {
  it('finds a server whose API is on', async () => {
    expect((await bot.send('HEAD', '/')).status).toBe(200);
    expect((await bot.get('/sdapi/v1/cmd-flags')).status).toBe(200);
    const login = await bot.post('/login', new URLSearchParams({ username: 'a', password: 'b' }));
    expect([login.status, login.json]).toEqual([200, { success: true }]);
  });

  it('is told by the status that its login is wrong', async () => {
    const wrong = bench.client(basic({ key: 'mk_no', secret: 'no' }), '/a1111');
    expect((await wrong.get('/sdapi/v1/cmd-flags')).status).toBe(401);
  });

  it('reads what there is to choose from', async () => {
    const list = async <T>(path: string): Promise<T> => (await bot.get<T>(`/sdapi/v1/${path}`)).json;
    const [model] = await list<Json[]>('sd-models');
    expect(Object.keys(model ?? {})).toEqual(['title', 'model_name', 'hash', 'sha256', 'filename', 'config']);
    expect((await list<{ name: string }[]>('samplers')).map((one) => one.name)).toContain('Euler a');
    expect(await list<{ name: string }[]>('face-restorers')).toContainEqual({
      name: 'CodeFormer',
      cmd_dir: null,
    });
    expect(await list('prompt-styles')).toBeInstanceOf(Array);
    expect(await list('hypernetworks')).toEqual([]);
    expect(await list('embeddings')).toEqual({ loaded: {}, skipped: {} });
    expect((await list<{ name: string }[]>('upscalers')).map((one) => one.name)).toContain('Lanczos');
    expect(await list<Json[]>('loras')).toEqual([
      { name: 'ink', alias: 'inkStyle', path: expect.stringContaining('ink.safetensors'), metadata: {} },
    ]);
    const scripts = await list<{ txt2img: string[]; img2img: string[] }>('scripts');
    expect(scripts.txt2img.length).toBeGreaterThan(0);
  });

  it('makes pictures from text and from a picture', async () => {
    const settings = {
      prompt: 'a cat',
      steps: 4,
      width: 64,
      height: 64,
      cfg_scale: 7,
      sampler_name: 'Euler a',
      n_iter: 2,
    };
    const made = await bot.post<Generated>('/sdapi/v1/txt2img', settings);
    expect(made.status).toBe(200);
    expect(made.json.images.map(isPng)).toEqual([true, true]);
    const [image = ''] = made.json.images;
    const again = await bot.post<Generated>('/sdapi/v1/img2img', {
      ...settings,
      n_iter: 1,
      init_images: [`data:image/png;base64,${image}`],
      denoising_strength: 0.5,
    });
    expect(again.status).toBe(200);
    expect(again.json.images).toHaveLength(1);
    expect(again.json.parameters['init_images']).toBeNull();
    const info = await bot.post<{ info: string; parameters: Json }>('/sdapi/v1/png-info', {
      image: `data:image/png;base64,${image}`,
    });
    expect(info.json.info).toContain('a cat');
  });

  it('hears of a missing picture as A1111 says it', async () => {
    const answer = await bot.post('/sdapi/v1/img2img', { prompt: 'a cat' });
    expect([answer.status, answer.json]).toEqual([404, { detail: 'Init image not found' }]);
  });
});
