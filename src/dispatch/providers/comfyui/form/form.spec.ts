import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../common/json.js';
import type { WorkflowField } from '../../../contract/index.js';
import { builtInTemplates } from '../build/built-in-templates.js';
import type { ComfyGraph } from '../workflow/graph.js';
import { readTemplate } from './read-template.js';

const node = (class_type: string, inputs: JsonObject, title?: string): ComfyGraph[string] => ({
  ...{ class_type, inputs },
  ...(title === undefined ? {} : { _meta: { title } }),
});

const GRAPH: ComfyGraph = {
  '1': node('CheckpointLoaderSimple', { ckpt_name: 'sub/dummyXL.safetensors' }),
  '2': node('LoraLoader', { lora_name: 'ink', strength_model: 1, strength_clip: 0.5, model: ['1', 0] }),
  '3': node('KSampler', {
    ...{ seed: 5, steps: 30, cfg: 6.5, sampler_name: 'euler', scheduler: 'karras', denoise: 1 },
    ...{ positive: ['4', 0], negative: ['5', 0], latent_image: ['6', 0] },
  }),
  '4': node('CLIPTextEncode', { text: 'a cat' }),
  '5': node('CLIPTextEncode', { text: '' }),
  '6': node('EmptyLatentImage', { width: 832, height: 1216, batch_size: 2 }),
  '7': node('LoadImage', { image: 'somebody.png' }, 'The face #face'),
  '8': node('LoadImageMask', { image: 'mask.png', channel: 'red' }),
  '9': node('ImageScale', { upscale_method: 'lanczos', crop: 'center', width: 512, height: 512 }),
  '10': node('Odd Node', { width: 'narrow', bright: true, count: 3, weight: 2, note: 'a\nb', ratio: 1.5 }),
  '11': node('ControlNetLoader', { control_net_name: 'depth.pth' }),
};

function formOf(map: JsonObject | null): Record<string, WorkflowField> {
  const reading = readTemplate(GRAPH, map);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return Object.fromEntries(reading.form.map((field) => [field.name, field]));
}

const problemsOf = (given: unknown, map: JsonObject | null = null) => {
  const reading = readTemplate(given, map);
  return 'problems' in reading ? reading.problems : [];
};

describe('the form of a workflow', () => {
  it('asks for what its parts are known for, in the order that people expect', () => {
    const form = formOf(null);
    expect(Object.keys(form)).toEqual([
      ...['prompt', 'negative_prompt', 'init_images', 'checkpoint_name', 'width', 'height', 'batch_size'],
      ...['steps', 'cfg_scale', 'sampler_name', 'scheduler', 'denoising_strength', 'seed', 'face'],
    ]);
    expect(form['prompt']).toEqual({
      ...{ name: 'prompt', own: false, label: 'Prompt', kind: 'long_text', default: 'a cat' },
      ...{ min: null, max: null, step: null, choices: null, list: null, places: ['4.text'] },
    });
    expect(form['steps']).toMatchObject({ kind: 'integer', default: 30, min: 1, max: 1000, step: 1 });
    expect(form['seed']).toMatchObject({ kind: 'seed', default: 5, min: -1, max: Number.MAX_SAFE_INTEGER });
    expect(form['width']).toMatchObject({ kind: 'size', default: 832, min: 16, max: 16_384, step: 8 });
    expect(form['denoising_strength']).toMatchObject({ kind: 'number', default: 1, min: 0, max: 1 });
    expect(form['checkpoint_name']).toMatchObject({
      ...{ kind: 'choice', list: 'checkpoints', default: 'sub/dummyXL.safetensors' },
    });
    expect(form['sampler_name']).toMatchObject({ kind: 'choice', list: 'samplers', default: 'euler' });
  });

  it('has names of one’s own last, with the words beside the mark, and no picture of another server', () => {
    expect(formOf(null)['face']).toMatchObject({
      ...{ own: true, label: 'The face', kind: 'image', default: null, places: ['7.image'] },
    });
  });

  it.each<[place: string, expected: Partial<WorkflowField>]>([
    ['2.lora_name', { kind: 'choice', list: 'loras', default: 'ink' }],
    ['2.strength_model', { kind: 'number', min: -100, max: 100, step: 0.01, default: 1 }],
    ['3.steps', { kind: 'integer', min: 1, max: 10_000 }],
    ['3.positive', { kind: 'text', default: null }],
    ['8.image', { kind: 'mask', default: null }],
    ['8.channel', { kind: 'choice', choices: ['alpha', 'red', 'green', 'blue'], default: 'red' }],
    ['9.crop', { kind: 'choice', choices: ['disabled', 'center'], list: null }],
    ['9.width', { kind: 'size', step: 8 }],
    ['10.width', { kind: 'text', default: 'narrow' }],
    ['10.bright', { kind: 'boolean', default: true }],
    ['10.count', { kind: 'integer', default: 3, min: null, max: null }],
    ['10.weight', { kind: 'number', default: 2 }],
    ['10.ratio', { kind: 'number', default: 1.5 }],
    ['10.note', { kind: 'long_text' }],
  ])('knows what goes into %s', (place, expected) => {
    expect(formOf({ my_value: place })['my_value']).toMatchObject({
      ...{ own: true, label: 'My value', places: [place], ...expected },
    });
  });

  it('asks once for what goes into several places, and for pictures in place of base64', () => {
    const picture = { '1': node('LoadImage', { image: 'A'.repeat(20_000) }), '2': GRAPH['4']! };
    const reading = readTemplate(picture, { init_images: '1.image', words: ['2.text', '2.text'] });
    expect('form' in reading && reading.form).toMatchObject([
      { name: 'init_images', kind: 'image', default: null },
      { name: 'words', places: ['2.text', '2.text'] },
    ]);
  });

  it('says what a server must have', () => {
    const reading = readTemplate({ '1': GRAPH['1'], '2': GRAPH['2'], '11': GRAPH['11'] }, null);
    expect(reading).toMatchObject({
      nodes: 3,
      needs: {
        nodes: ['CheckpointLoaderSimple', 'ControlNetLoader', 'LoraLoader'],
        files: ['depth.pth', 'ink', 'sub/dummyXL.safetensors'],
      },
    });
  });

  it('is there for every template that comes with StableQueue', () => {
    for (const { name, workflow, map } of builtInTemplates()) {
      const reading = readTemplate(workflow, { ...map });
      const names = 'form' in reading ? reading.form.map((field) => field.name) : [];
      expect({ name, fields: names.toSorted() }).toEqual({ name, fields: Object.keys(map).toSorted() });
    }
  });
});

describe('a workflow that cannot be kept', () => {
  it('is told by the places that are wrong', () => {
    const map = { steps: '3.stepz', words: ['4.text', '44.text'], 'Not a name': '3.seed' };
    expect(problemsOf(GRAPH, map).map(({ path }) => path)).toEqual([
      ...['workflow_map.words', 'workflow_map.Not a name', 'workflow_map.steps'],
    ]);
  });

  it.each<[string, unknown, RegExp]>([
    ['the format of the page', { nodes: [], links: [] }, /Export \(API\)/],
    ['nothing', null, /no workflow/],
    ['a rounded number', { '1': node('KSampler', { seed: 2 ** 60 }) }, /2\^53/],
    ['a name that has no end', { ['1'.repeat(400)]: node('KSampler', { seed: 1 }) }, /300 characters/],
    [
      'more places than anybody fills',
      Object.fromEntries(Array.from({ length: 1_001 }, (_, at) => [at, node('KSampler', { seed: at })])),
      /1000 inputs at most/,
    ],
  ])('is refused: %s', (_what, given, message) => {
    expect(problemsOf(given)).toContainEqual(
      expect.objectContaining({ message: expect.stringMatching(message) }),
    );
  });

  it('is one with a form that has no end', () => {
    const map = Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`value_${at}`, '4.text']));
    expect(problemsOf(GRAPH, map)).toEqual([
      { path: 'workflow_map', message: 'A map may name 200 parameters at most.' },
    ]);
  });
});
