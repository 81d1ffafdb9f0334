// Pictures and texts that fill the form with what they say of how they were made, whoever made them.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  exifBlock,
  picture,
  textChunk,
  userComment,
  withJpegExif,
  withPngChunk,
} from '../../src/gallery/fixtures/sample-images.js';
import { eventually } from '../support/eventually.js';
import { BrowserBench } from './support/browser-bench.js';
import type { Visit } from './support/visit.js';

const INFOTEXT =
  'a lighthouse\nNegative prompt: fog\nSteps: 33, Sampler: Euler a, CFG scale: 5.5, Seed: 42, Size: 512x768, RNG: CPU';
const GRAPH = JSON.stringify({
  '3': {
    class_type: 'KSampler',
    inputs: {
      ...{ seed: 7, steps: 12, cfg: 4, sampler_name: 'euler_ancestral', scheduler: 'karras', denoise: 1 },
      ...{ model: ['4', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['8', 0] },
    },
  },
  '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sea.safetensors' } },
  '5': { class_type: 'EmptyLatentImage', inputs: { width: 640, height: 448, batch_size: 1 } },
  '6': { class_type: 'CLIPTextEncode', inputs: { text: 'a paper boat', clip: ['4', 1] } },
  '7': { class_type: 'CLIPTextEncode', inputs: { text: 'mist', clip: ['4', 1] } },
  '8': { class_type: 'LatentRotate', inputs: { samples: ['5', 0] } },
});
const OF_INFOTEXT = {
  ...{ Prompt: 'a lighthouse', 'Negative prompt': 'fog', Steps: '33' },
  ...{ Width: '512', Height: '768', Sampler: 'Euler a', Seed: '42' },
};
const OF_GRAPH = {
  ...{ Prompt: 'a paper boat', 'Negative prompt': 'mist', Steps: '12' },
  ...{ Width: '640', Height: '448', Sampler: 'Euler a', Seed: '7' },
};

interface Sample {
  name: string;
  type: string;
  bytes: Buffer;
}

const pngSaying = async (keyword: string, words: string): Promise<Buffer> =>
  withPngChunk(await picture(), 'tEXt', textChunk.tEXt(keyword, words));

describe('the form', () => {
  let bench: BrowserBench;

  beforeAll(async () => {
    bench = await BrowserBench.open();
    await bench.serve('gpu-1');
    await bench.api.serverIs('gpu-1', 'online', 30_000);
  });
  afterEach(() => bench.leave());
  afterAll(() => bench.close());

  async function openForm(): Promise<Visit> {
    const visit = await bench.visit('desk', { permissions: ['clipboard-read', 'clipboard-write'] });
    await visit.open('/generate');
    await visit.sees(visit.role('textbox', 'Prompt'));
    return visit;
  }

  async function fieldsOf(visit: Visit, names: string[]): Promise<Record<string, string>> {
    const valueOf = (name: string) => visit.page.getByLabel(name, { exact: true }).first().inputValue();
    const entries = names.map(async (name) => [name, await valueOf(name)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  async function isFilled(visit: Visit, expected: Record<string, string>): Promise<void> {
    await visit.seesText(/^Taken: /);
    expect(await fieldsOf(visit, Object.keys(expected))).toEqual(expected);
  }

  async function drop(visit: Visit, { name, type, bytes }: Sample): Promise<void> {
    const content = `Uint8Array.from(${JSON.stringify([...bytes])})`;
    const file = `new File([${content}], ${JSON.stringify(name)}, { type: ${JSON.stringify(type)} })`;
    const dataTransfer = await visit.page.evaluateHandle(
      `(() => { const dropped = new DataTransfer(); dropped.items.add(${file}); return dropped; })()`,
    );
    await visit.page.dispatchEvent('body', 'drop', { dataTransfer });
  }

  const copy = (visit: Visit, words: string): Promise<unknown> =>
    visit.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(words)})`);

  async function paste(visit: Visit, words: string): Promise<void> {
    await copy(visit, words);
    await visit.role('textbox', 'Prompt').press('Control+V');
  }

  it('is filled by a dropped picture of Forge, and as it was before with Undo', async () => {
    const visit = await openForm();
    await visit.role('textbox', 'Prompt').fill('mine');
    await drop(visit, { name: 'a.png', type: 'image/png', bytes: await pngSaying('parameters', INFOTEXT) });
    await isFilled(visit, OF_INFOTEXT);
    await visit.pressButton('Undo');
    await eventually(async () => (await visit.role('textbox', 'Prompt').inputValue()) === 'mine');
  });

  it('is filled by a dropped JPEG', async () => {
    const visit = await openForm();
    const bytes = withJpegExif(await picture('jpeg'), exifBlock(userComment.bigEndian(INFOTEXT)));
    await drop(visit, { name: 'a.jpg', type: 'image/jpeg', bytes });
    await isFilled(visit, OF_INFOTEXT);
  });

  it('is filled by a picture of ComfyUI that is chosen', async () => {
    const visit = await openForm();
    await visit.page.getByLabel('Fill from a picture …').setInputFiles({
      name: 'ComfyUI_00001_.png',
      mimeType: 'image/png',
      buffer: await pngSaying('prompt', GRAPH),
    });
    await isFilled(visit, OF_GRAPH);
  });

  it('is filled by pasted parameters', async () => {
    for (const [words, expected] of [
      [INFOTEXT, OF_INFOTEXT],
      [GRAPH, OF_GRAPH],
    ] as const) {
      const visit = await openForm();
      await paste(visit, words);
      await isFilled(visit, expected);
    }
  });

  it('starts from a picture that says nothing, and says so', async () => {
    const visit = await openForm();
    await drop(visit, { name: 'holiday.png', type: 'image/png', bytes: await picture() });
    await visit.seesText(/does not say how it was made/);
    await visit.pressButton(/^Start from a picture/);
    await visit.sees(visit.page.getByAltText('To start from: holiday.png'));
  });

  it('says when what was copied names no parameters', async () => {
    const visit = await openForm();
    await copy(visit, 'a cat, color: red');
    await visit.pressButton('More for this form');
    await visit.press(visit.role('menuitem', 'Paste parameters'));
    await visit.seesText('There are no generation parameters in the clipboard.');
  });

  it('says when what was pasted looks like parameters alone', async () => {
    const visit = await openForm();
    await paste(visit, '{"1": {"class_type": "LoadImage", "inputs": {}}}');
    await visit.seesText('There are no generation parameters in the clipboard.');
  });
});
