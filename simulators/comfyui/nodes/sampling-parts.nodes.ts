import { choice, defineNode, float, int, link } from './node-class.js';
import type { NodeClass } from './node-class.js';
import { SAMPLERS, SCHEDULERS } from './sampler-names.js';
import { MAX_SEED } from './sample.js';
import type { Conditioning, Guider, Model, Noise, Sampler, Sigmas } from './values.js';

/** What SamplerCustomAdvanced is put together from. */
export const samplingPartNodes: readonly NodeClass[] = [
  defineNode({
    name: 'RandomNoise',
    module: 'comfy_extras.nodes_custom_sampler',
    category: 'model/sampling/noise',
    required: {
      noise_seed: int({ default: 0, min: 0, max: MAX_SEED, control_after_generate: true }),
    },
    outputs: ['NOISE'],
    run: (inputs) => [{ seed: inputs.seed('noise_seed') } satisfies Noise],
  }),
  defineNode({
    name: 'BasicGuider',
    title: 'Basic Guider',
    module: 'comfy_extras.nodes_custom_sampler',
    category: 'model/sampling/guiders',
    required: {
      model: link('MODEL'),
      conditioning: link('CONDITIONING'),
    },
    outputs: ['GUIDER'],
    run: (inputs) => [
      {
        model: inputs.take<Model>('model'),
        positive: inputs.take<Conditioning>('conditioning'),
        negative: null,
        cfg: 1,
      } satisfies Guider,
    ],
  }),
  defineNode({
    name: 'CFGGuider',
    title: 'CFG Guider',
    module: 'comfy_extras.nodes_custom_sampler',
    category: 'model/sampling/guiders',
    required: {
      model: link('MODEL'),
      positive: link('CONDITIONING'),
      negative: link('CONDITIONING'),
      cfg: float({ default: 8, min: 0, max: 100, step: 0.1, round: 0.01 }),
    },
    outputs: ['GUIDER'],
    run: (inputs) => [
      {
        model: inputs.take<Model>('model'),
        positive: inputs.take<Conditioning>('positive'),
        negative: inputs.take<Conditioning>('negative'),
        cfg: inputs.number('cfg'),
      } satisfies Guider,
    ],
  }),
  defineNode({
    name: 'KSamplerSelect',
    module: 'comfy_extras.nodes_custom_sampler',
    category: 'model/sampling/samplers',
    required: {
      sampler_name: choice(SAMPLERS),
    },
    outputs: ['SAMPLER'],
    run: (inputs) => [{ name: inputs.text('sampler_name') } satisfies Sampler],
  }),
  defineNode({
    name: 'BasicScheduler',
    module: 'comfy_extras.nodes_custom_sampler',
    category: 'model/sampling/schedulers',
    required: {
      model: link('MODEL'),
      scheduler: choice(SCHEDULERS),
      steps: int({ default: 20, min: 1, max: 10000 }),
      denoise: float({ default: 1, min: 0, max: 1, step: 0.01 }),
    },
    outputs: ['SIGMAS'],
    run: (inputs) => [
      {
        scheduler: inputs.text('scheduler'),
        steps: inputs.number('steps'),
        denoise: inputs.number('denoise'),
      } satisfies Sigmas,
    ],
  }),
  defineNode({
    name: 'DisableNoise',
    module: 'comfy_extras.nodes_custom_sampler',
    category: 'model/sampling/noise',
    required: {},
    outputs: ['NOISE'],
    run: () => [{ seed: '0' } satisfies Noise],
  }),
];
