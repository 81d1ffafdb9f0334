import { describe, expect, it } from '@jest/globals';
import {
  exifBlock,
  exifWith,
  picture,
  textChunk,
  userComment,
  webpWithExif,
  withJpegExif,
  withPngChunk,
} from '../fixtures/sample-images.js';
import { inWebuiNames } from '../../common/comfyui-names.js';
import { readMadeWith, readMadeWithOf } from './made-with.js';

const TEXT =
  'a kött\nNegative prompt: bad\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x768';
const TOLD = {
  source: 'a1111',
  params: { prompt: 'a kött', negative_prompt: 'bad', seed: 1, width: 512, height: 768 },
};
const GRAPH = JSON.stringify({ '1': { class_type: 'KSampler', inputs: { seed: 9, steps: 4 } } });
const OF_GRAPH = { source: 'comfyui', params: { seed: 9, steps: 4 } };

const pngWith = async (type: 'tEXt' | 'zTXt' | 'iTXt', data: Buffer, png?: Buffer): Promise<Buffer> =>
  withPngChunk(png ?? (await picture()), type, data);

describe(readMadeWith.name, () => {
  it('tells an infotext from a graph of ComfyUI', () => {
    expect(readMadeWith(TEXT)).toMatchObject(TOLD);
    expect(readMadeWith(` ${GRAPH}`)).toEqual(OF_GRAPH);
    expect(readMadeWith(`{red|blue} sky\n${TEXT}`)).toMatchObject({ source: 'a1111' });
  });

  it('finds nothing where no parameter is named', () => {
    for (const text of ['', 'a cat, color: red', '{"3": 1}', '{"sui_image_params": {"prompt": "x"}}', '[1]'])
      expect(readMadeWith(text)).toBeNull();
  });

  it('leaves out what makes no sense and what was before the templates', () => {
    const text = 'a\nTemplate: {a|b}\nSteps: 20, Sampler: Undefined, Seed: 0, CFG scale: x';
    const params = { prompt: 'a', negative_prompt: '', steps: 20, seed: 0 };
    expect(readMadeWith(text)).toEqual({ source: 'a1111', params });
  });
});

describe(readMadeWithOf.name, () => {
  it('reads each kind of text that PNG has', async () => {
    const latin = textChunk.tEXt('parameters', Buffer.from(TEXT, 'latin1'));
    expect(await readMadeWithOf(await pngWith('tEXt', latin))).toMatchObject(TOLD);
    expect(await readMadeWithOf(await pngWith('zTXt', textChunk.zTXt('parameters', TEXT)))).toMatchObject(
      TOLD,
    );
    for (const isPacked of [false, true]) {
      const data = textChunk.iTXt('parameters', TEXT, isPacked);
      expect(await readMadeWithOf(await pngWith('iTXt', data))).toMatchObject(TOLD);
    }
    expect(await readMadeWithOf(await pngWith('iTXt', textChunk.iTXt('UserComment', TEXT)))).toMatchObject(
      TOLD,
    );
  });

  it('takes the graph of ComfyUI where no infotext names parameters', async () => {
    const graph = await pngWith('tEXt', textChunk.tEXt('prompt', GRAPH));
    expect(await readMadeWithOf(graph)).toEqual(OF_GRAPH);
    const withPrompt = await pngWith('tEXt', textChunk.tEXt('parameters', 'a cat'), graph);
    expect(await readMadeWithOf(withPrompt)).toEqual(OF_GRAPH);
    const withInfotext = await pngWith('tEXt', textChunk.tEXt('parameters', TEXT), graph);
    expect(await readMadeWithOf(withInfotext)).toMatchObject(TOLD);
  });

  it('reads the comment of JPEG and WebP, whichever way round its letters are', async () => {
    for (const write of [userComment.bigEndian, userComment.littleEndian]) {
      const exif = exifBlock(write(TEXT));
      expect(await readMadeWithOf(withJpegExif(await picture('jpeg'), exif))).toMatchObject(TOLD);
      expect(await readMadeWithOf(await webpWithExif(exif))).toMatchObject(TOLD);
    }
  });

  it('reads whichever other text of EXIF names parameters', async () => {
    const model = (text: string) => exifWith([{ tag: 0x0110, type: 2, data: Buffer.from(`${text}\0`) }]);
    for (const prefix of ['', 'prompt:', 'Prompt: '])
      expect(await readMadeWithOf(await webpWithExif(model(`${prefix}${GRAPH}`)))).toEqual(OF_GRAPH);
    expect(await readMadeWithOf(withJpegExif(await picture('jpeg'), model(TEXT)))).toMatchObject(TOLD);
    const inComment = withJpegExif(await picture('jpeg'), exifBlock(userComment.ascii(GRAPH)));
    expect(await readMadeWithOf(inComment)).toEqual(OF_GRAPH);
  });

  it('finds nothing in pictures without any, in broken ones and in something else', async () => {
    for (const bytes of [
      await picture(),
      await picture('jpeg'),
      await picture('webp'),
      Buffer.from([1, 2, 3]),
    ])
      expect(await readMadeWithOf(bytes)).toBeNull();
    const broken = Buffer.concat([Buffer.from('parameters\0\0'), Buffer.from('xyz')]);
    expect(await readMadeWithOf(await pngWith('zTXt', broken))).toBeNull();
    const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><desc>${TEXT}</desc></svg>`);
    expect(await readMadeWithOf(svg)).toBeNull();
  });

  it('reads files that are cut off as far as they go', async () => {
    const exif = exifBlock(userComment.bigEndian(TEXT));
    for (const whole of [
      await pngWith('iTXt', textChunk.iTXt('parameters', TEXT)),
      withJpegExif(await picture('jpeg'), exif),
      await webpWithExif(exif),
    ]) {
      for (let length = 0; length < whole.length; length += 7)
        await expect(readMadeWithOf(whole.subarray(0, length))).resolves.toBeDefined();
    }
    const png = await pngWith('tEXt', textChunk.tEXt('parameters', TEXT));
    expect(await readMadeWithOf(png.subarray(0, png.length - 20))).toMatchObject(TOLD);
  });
});

describe(inWebuiNames.name, () => {
  it('calls samplers and schedulers as the WebUIs do', () => {
    const names = { sampler_name: 'dpmpp_2m_sde_gpu', scheduler: 'ddim_uniform' };
    expect(inWebuiNames(names)).toEqual({ sampler_name: 'DPM++ 2M SDE', scheduler: 'ddim' });
    expect(inWebuiNames({ scheduler: 'karras', seed: 1 })).toEqual({ scheduler: 'karras', seed: 1 });
  });

  it('leaves out samplers that only ComfyUI has, and noise alone', () => {
    expect(inWebuiNames({ sampler_name: 'res_multistep', denoising_strength: 1, steps: 4 })).toEqual({
      steps: 4,
    });
    expect(inWebuiNames({ denoising_strength: 0.6 })).toEqual({ denoising_strength: 0.6 });
  });
});
