import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { JsonObject } from '../../../common/json.js';
import type { PreparedRequest, Target } from '../../contract/index.js';
import type { Expectation } from '../prepare/expectation.js';
import { readAnswer } from './read-answer.js';

const target: Target = {
  id: '1',
  alias: 'a',
  appType: 'forge',
  baseUrl: 'http://x',
  credentials: { type: 'none' },
  extraHeaders: {},
  tls: { verify: true },
  options: {},
};
const answer = (status: number, body: unknown) => ({
  status,
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

describe('readAnswer', () => {
  const expected: Expectation = {
    images: 1,
    seed: 5,
    size: { width: 64, height: 64 },
    checkpoint: null,
    sampler: 'Euler',
    scripted: false,
    loras: [],
    hires: false,
    pin: [],
    saved: null,
  };
  const request = (over: Partial<Expectation> = {}): PreparedRequest => ({
    method: 'POST',
    path: '/x',
    body: {},
    expect: { ...expected, ...over },
    warnings: [],
  });
  const picture = async (format: 'png' | 'jpeg' | 'webp' | 'gif', width = 64): Promise<string> => {
    const blank = sharp({ create: { width, height: 64, channels: 3, background: 'red' } });
    return (await blank.toFormat(format).toBuffer()).toString('base64');
  };
  const info = (over: JsonObject = {}): string =>
    JSON.stringify({
      seed: 5,
      all_seeds: [5],
      sampler_name: 'Euler',
      index_of_first_image: 0,
      infotexts: ['x'],
      ...over,
    });
  const read = async (body: JsonObject, over: Partial<Expectation> = {}) =>
    readAnswer(answer(200, body), request(over), target);

  it.each(['png', 'jpeg', 'webp'] as const)('takes a %s', async (format) => {
    const { images, warnings } = await read({ images: [await picture(format)], info: info() });
    expect(images).toMatchObject([{ role: 'image', seed: 5, infotext: 'x' }]);
    expect(warnings).toEqual([]);
  });

  it('tells grid, results and maps apart', async () => {
    const one = await picture('png');
    const meta = info({ all_seeds: [5, 6], index_of_first_image: 1, infotexts: ['grid', 'first', 'second'] });
    const { images } = await read({ images: [one, one, one, one], info: meta }, { images: 2 });
    expect(images.map(({ role, seed, infotext }) => [role, seed, infotext])).toEqual([
      ['grid', null, 'grid'],
      ['image', 5, 'first'],
      ['image', 6, 'second'],
      ['auxiliary', null, null],
    ]);
  });

  it.each<[string, JsonObject]>([
    ['no list', { images: 'x' }],
    ['no text', { images: [5] }],
    ['no base64', { images: ['<script>'] }],
    ['no picture', { images: [Buffer.from('hello hello hello hello').toString('base64')] }],
    [
      'only the head of a picture',
      {
        images: [
          Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(40)]).toString('base64'),
        ],
      },
    ],
    ['a picture of another kind', { images: ['R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'] }],
    ['far too many', { images: Array.from({ length: 2001 }, () => 'x') }],
  ])('refuses images that are %s', async (_what, body) => {
    await expect(read({ info: info(), ...body })).rejects.toMatchObject({
      kind: 'retryable',
      code: 'bad_answer',
    });
  });

  it('says so when there is no picture at all', async () => {
    await expect(read({ images: [], info: info() })).rejects.toMatchObject({
      kind: 'retryable',
      code: 'no_images',
    });
  });

  it('lives without info, and with info of any shape', async () => {
    const images = [await picture('png')];
    for (const odd of [
      undefined,
      5,
      'no json',
      '[]',
      info({ all_seeds: 'x', infotexts: {}, index_of_first_image: -4 }),
    ]) {
      const result = await read({ images, info: odd });
      expect(result.images).toHaveLength(1);
      expect(result.images[0]?.role).toBe('image');
    }
  });

  it('compares seed, size, sampler and number', async () => {
    const meta = info({ seed: 9, all_seeds: [9, 10], sampler_name: 'DPM++ 2M' });
    const { warnings } = await read({ images: [await picture('png', 96)], info: meta }, { images: 2 });
    expect(warnings.map(({ code, mismatch }) => [code, mismatch])).toEqual([
      ['size_mismatch', true],
      ['seed_mismatch', true],
      ['sampler_substituted', true],
      ['interrupted', true],
    ]);
  });

  it('compares nothing when a selectable script made the pictures', async () => {
    const meta = info({ seed: 9, sampler_name: 'DPM++ 2M' });
    const body = { images: [await picture('png', 96)], info: meta };
    expect((await read(body, { scripted: true, images: 3 })).warnings).toEqual([]);
  });

  it('compares the model by name, and by hash where both are known', async () => {
    const images = [await picture('png')];
    const meta = info({ sd_model_name: 'foo', sd_model_hash: '0123456789' });
    const codes = async (title: string, hash: string | null): Promise<string[]> => {
      const { warnings } = await read({ images, info: meta }, { checkpoint: { title, short_hash: hash } });
      return warnings.map(({ code }) => code);
    };
    expect(await codes('sub/foo.safetensors', null)).toEqual([]);
    expect(await codes('sub/foo.safetensors [0123456789]', '0123456789')).toEqual([]);
    expect(await codes('sub/foo.safetensors [ffffffffff]', 'ffffffffff')).toEqual(['model_mismatch']);
    expect(await codes('bar.safetensors', null)).toEqual(['model_mismatch']);
  });

  it('keeps the answer without its pictures and without the echo of long inputs', async () => {
    const { received } = await read({
      images: [await picture('png')],
      parameters: { init: 'a'.repeat(5000) },
      info: info(),
    });
    expect(received).not.toHaveProperty('images');
    expect(JSON.stringify(received).length).toBeLessThan(1000);
    expect(received['info']).toBe(info());
  });
});
