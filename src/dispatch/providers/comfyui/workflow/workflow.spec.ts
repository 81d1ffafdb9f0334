import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../common/json.js';
import { builtInTemplates } from '../build/built-in-templates.js';
import { readOwnWorkflow, valuesOf } from '../params/read-own-workflow.js';
import { readComfyuiParams } from '../params/read-params.js';
import { summarizeComfyuiParams } from '../params/summarize-params.js';
import { parseLenientJson } from './lenient-json.js';
import { readWorkflow } from './read-workflow.js';
import { guessMap, readMap, sayMap } from './workflow-map.js';
import type { ComfyGraph } from './graph.js';

const node = (class_type: string, inputs: JsonObject, title?: string): ComfyGraph[string] => ({
  ...{ class_type, inputs },
  ...(title === undefined ? {} : { _meta: { title } }),
});

const GRAPH: ComfyGraph = {
  '1': node('UNETLoader', { unet_name: 'flux.safetensors' }),
  '2': node('CLIPTextEncode', { text: 'a cat', clip: ['9', 0] }),
  '3': node('FluxGuidance', { conditioning: ['2', 0], guidance: 3.5 }),
  '4': node('BasicGuider', { model: ['1', 0], conditioning: ['3', 0] }),
  '5': node('RandomNoise', { noise_seed: 42 }),
  '6': node('KSamplerSelect', { sampler_name: 'euler' }),
  '7': node('BasicScheduler', { scheduler: 'simple', steps: 20, denoise: 1, model: ['1', 0] }),
  '8': node('EmptySD3LatentImage', { width: 1024, height: 768, batch_size: 1 }),
  '12:5': node('SamplerCustomAdvanced', {
    ...{ noise: ['5', 0], guider: ['4', 0], sampler: ['6', 0], sigmas: ['7', 0], latent_image: ['8', 0] },
  }),
  '20': node('PrimitiveInt', { value: 3 }, 'How many? #count'),
};

const read = (params: JsonObject) =>
  readComfyuiParams(params, (name) => builtInTemplates().find((one) => one.name === name));

describe('a workflow', () => {
  it.each<[string, unknown]>([
    ['by itself', GRAPH],
    ['as a text', JSON.stringify(GRAPH)],
    ['in the body of a request', { prompt: GRAPH, client_id: 'x' }],
    ['in an export of the page', { output: GRAPH, workflow: { nodes: [], links: [] } }],
    ['in the texts of a PNG', { prompt: JSON.stringify(GRAPH), workflow: '{"nodes":[],"links":[]}' }],
  ])('is read %s', (_how, given) => {
    expect(readWorkflow(given)).toEqual({ graph: GRAPH });
  });

  it.each<[string, unknown, RegExp]>([
    [
      'the format of the page, 0.4',
      { nodes: [], links: [], version: 0.4 },
      /its page\. Export it.*Export \(API\)/,
    ],
    ['the format of the page, 1', { nodes: [], version: 1, state: {} }, /its page/],
    ['the same, wrapped', { workflow: { nodes: [], links: [] } }, /its page/],
    ['nothing', {}, /no workflow/],
    ['a text that is none', 'hello', /no JSON/],
    ['half a node', { '3': { class_type: 'KSampler' } }, /"3" is no node with class_type and inputs/],
    ['a dangerous name', '{"3":{"class_type":"A","inputs":{"__proto__":{"x":1}}}}', /not allowed/],
  ])('is refused with a sentence: %s', (_what, given, expected) => {
    const reading = readWorkflow(given);
    expect('problem' in reading && reading.problem).toMatch(expected);
  });

  it('keeps numbers that JavaScript cannot hold, as texts of their digits', () => {
    expect(
      parseLenientJson('{"a":[NaN,-Infinity,18446744073709551615,-5,1.5e3],"b":"NaN 18446744073709551615"}'),
    ).toEqual({
      ...{ a: [null, null, '18446744073709551615', -5, 1500], b: 'NaN 18446744073709551615' },
    });
    const text = '{"1":{"class_type":"A","inputs":{"seed":18446744073709551615}}}';
    expect(read({ workflow: text }).params['workflow']).toMatchObject({
      '1': { inputs: { seed: '18446744073709551615' } },
    });
    const rounded = read({ workflow: JSON.parse(text) as JsonObject });
    expect(rounded.problems).toEqual([
      { path: 'workflow.1.inputs.seed', message: expect.stringContaining('2^53') },
    ]);
    expect(read({ workflow: JSON.parse(text) as JsonObject, seed: 5 }).problems).toEqual([]);
  });
});

it('takes no longer for a text that is made to be slow', () => {
  const begun = performance.now();
  expect(parseLenientJson(`{"a":"${'\\"'.repeat(500_000)}`)).toBeUndefined();
  expect(performance.now() - begun).toBeLessThan(2_000);
});

describe('the map of a workflow', () => {
  it('is guessed from its usual parts and from marks in titles', () => {
    expect(sayMap(guessMap(GRAPH))).toEqual({
      ...{ prompt: ['2.text'], seed: ['5.noise_seed'], steps: ['7.steps'], scheduler: ['7.scheduler'] },
      ...{ denoising_strength: ['7.denoise'], sampler_name: ['6.sampler_name'], count: ['20.value'] },
      ...{ width: ['8.width'], height: ['8.height'], batch_size: ['8.batch_size'] },
    });
  });

  it('names inputs by node and input, with dots and colons in either', () => {
    const graph = { '12:5': node('A', { 'in.put': 1 }), '4.0.0.5': node('B', { x: 1 }) };
    const { map, problems } = readMap(
      { a: '12:5.inputs.in.put', positive: ['4.0.0.5.x'], c: '9.x', 'B D': '9' },
      graph,
    );
    expect(map).toEqual({
      a: [{ node: '12:5', input: 'in.put' }],
      prompt: [{ node: '4.0.0.5', input: 'x' }],
    });
    expect(problems.map(({ path }) => path)).toEqual(['workflow_map.c', 'workflow_map.B D']);
  });

  it('is what values are checked with', () => {
    const reading = read({
      workflow: GRAPH,
      workflow_map: { steps: '7.stepz', size: '8.width' },
      values: { sise: 3 },
    });
    expect(reading.problems).toEqual([
      {
        path: 'values.sise',
        message: 'The map of this workflow has no "sise". Did you mean "size"?',
      },
      { path: 'workflow_map.steps', message: 'Node 7 has no input "stepz".' },
    ]);
    expect(read({ workflow: GRAPH, negative_prompt: 'x' }).warnings).toEqual([
      'This workflow has no place for "negative_prompt": it is not used.',
    ]);
  });
});

it('takes no name for a parameter that every object has', () => {
  const marked = { ...GRAPH, '21': node('PrimitiveInt', { value: 1 }, '#constructor') };
  expect(Object.keys(guessMap(marked))).not.toContain('constructor');
  expect(readMap({ constructor: '20.value' }, GRAPH)).toMatchObject({
    ...{ map: {}, problems: [{ path: 'workflow_map.constructor' }] },
  });
  const { problems } = readOwnWorkflow({ workflow: GRAPH, values: { constructor: 1 } }, () => undefined);
  expect(problems.map(({ path }) => path)).toEqual(['values.constructor']);
});

it('reads a value of null as one that is not given', () => {
  const params = { workflow: GRAPH, workflow_map: { size: '8.width' }, values: { size: null } };
  expect(read(params)).toMatchObject({ problems: [], warnings: [] });
  expect(valuesOf(params)).toEqual({});
});

describe('the parameters of a job', () => {
  it('draw a random seed once, and keep that of a workflow unless another one is asked for', () => {
    expect(read({ prompt: 'x' }).params['seed']).toEqual(expect.any(Number));
    expect(read({ workflow: GRAPH }).params['seed']).toBeUndefined();
    expect(read({ workflow: GRAPH, seed: -1 }).params['seed']).toEqual(expect.any(Number));
  });

  it('tell lists what a workflow is about', () => {
    const { params } = read({ workflow: GRAPH, seed: 5 });
    expect(summarizeComfyuiParams(params)).toMatchObject({
      ...{
        prompt: 'a cat',
        width: 1024,
        height: 768,
        steps: 20,
        images: 1,
        seed: 5,
        checkpoint: 'flux.safetensors',
      },
    });
  });

  it('say what ComfyUI has no word for', () => {
    const { warnings } = read({ prompt: 'a BREAK [b:c:0.5]', restore_faces: true, sampler: 'Euler a' });
    expect(warnings).toEqual([
      expect.stringContaining('no word for "restore_faces"'),
      'prompt uses BREAK, [from:to:when], which ComfyUI does not know: it reads this as plain words.',
    ]);
  });

  it.each<[JsonObject, string]>([
    [{ steps: 0 }, 'steps'],
    [{ mask: 'a'.repeat(20) }, 'mask'],
    [{ workflow_map: {} }, 'workflow_map'],
    [{ template: 'none' }, 'template'],
    [{ init_images: ['http://somewhere'] }, 'init_images.0'],
    [{ model_family: 'sd9' }, 'model_family'],
  ])('are refused where they make no sense: %j', (params, path) => {
    expect(read(params).problems.map((problem) => problem.path)).toEqual([path]);
  });
});
