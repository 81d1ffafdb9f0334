import { choice, defineNode, float, int, link } from './node-class.js';
import type { NodeClass } from './node-class.js';
import type { NodeInputs } from './node-inputs.js';
import { SAMPLERS, SCHEDULERS } from './sampler-names.js';
import { MAX_SEED, sample } from './sample.js';
import type { SamplingPlan } from './sample.js';
import type { Conditioning, Guider, Latent, Model, Noise, Sampler, Sigmas } from './values.js';

/** Nodes that sample. The sampling itself is sample.ts. */
export const samplingNodes: readonly NodeClass[] = [
  defineNode({
    name: 'KSampler',
    title: 'KSampler',
    module: 'nodes',
    category: 'model/sampling',
    required: {
      model: link('MODEL', { tooltip: 'The model used for denoising the input latent.' }),
      seed: int({
        default: 0,
        min: 0,
        max: MAX_SEED,
        control_after_generate: true,
        tooltip: 'The random seed used for creating the noise.',
      }),
      steps: int({
        default: 20,
        min: 1,
        max: 10000,
        tooltip: 'The number of steps used in the denoising process.',
      }),
      cfg: float({
        default: 8,
        min: 0,
        max: 100,
        step: 0.1,
        round: 0.01,
        tooltip:
          'The Classifier-Free Guidance scale balances creativity and adherence to the prompt. Higher values result in images more closely matching the prompt however too high values will negatively impact quality.',
      }),
      sampler_name: choice(SAMPLERS, {
        tooltip:
          'The algorithm used when sampling, this can affect the quality, speed, and style of the generated output.',
      }),
      scheduler: choice(SCHEDULERS, {
        tooltip: 'The scheduler controls how noise is gradually removed to form the image.',
      }),
      positive: link('CONDITIONING', {
        tooltip: 'The conditioning describing the attributes you want to include in the image.',
      }),
      negative: link('CONDITIONING', {
        tooltip: 'The conditioning describing the attributes you want to exclude from the image.',
      }),
      latent_image: link('LATENT', { tooltip: 'The latent image to denoise.' }),
      denoise: float({
        default: 1,
        min: 0,
        max: 1,
        step: 0.01,
        tooltip:
          'The amount of denoising applied, lower values will maintain the structure of the initial image allowing for image to image sampling.',
      }),
    },
    outputs: ['LATENT'],
    run: async (inputs, context) => [
      await sample(context, {
        ...ofKSampler(inputs),
        seed: inputs.seed('seed'),
        denoise: inputs.number('denoise'),
        from: 0,
        to: inputs.number('steps'),
        leavesNoise: false,
      }),
    ],
  }),
  defineNode({
    name: 'KSamplerAdvanced',
    title: 'KSampler (Advanced)',
    module: 'nodes',
    category: 'model/sampling',
    required: {
      model: link('MODEL'),
      add_noise: choice(['enable', 'disable'], { advanced: true }),
      noise_seed: int({ default: 0, min: 0, max: MAX_SEED, control_after_generate: true }),
      steps: int({ default: 20, min: 1, max: 10000 }),
      cfg: float({ default: 8, min: 0, max: 100, step: 0.1, round: 0.01 }),
      sampler_name: choice(SAMPLERS),
      scheduler: choice(SCHEDULERS),
      positive: link('CONDITIONING'),
      negative: link('CONDITIONING'),
      latent_image: link('LATENT'),
      start_at_step: int({ default: 0, min: 0, max: 10000, advanced: true }),
      end_at_step: int({ default: 10000, min: 0, max: 10000, advanced: true }),
      return_with_leftover_noise: choice(['disable', 'enable'], { advanced: true }),
    },
    outputs: ['LATENT'],
    run: async (inputs, context) => {
      const steps = inputs.number('steps');
      const to = Math.min(steps, inputs.number('end_at_step'));
      const from = Math.min(to, inputs.number('start_at_step'));
      return [
        await sample(context, {
          ...ofKSampler(inputs),
          seed: inputs.text('add_noise') === 'enable' ? inputs.seed('noise_seed') : '0',
          denoise: 1,
          from,
          to,
          leavesNoise: inputs.text('return_with_leftover_noise') === 'enable' && to < steps,
        }),
      ];
    },
  }),
  defineNode({
    name: 'SamplerCustomAdvanced',
    module: 'comfy_extras.nodes_custom_sampler',
    category: 'model/sampling/custom',
    required: {
      noise: link('NOISE'),
      guider: link('GUIDER'),
      sampler: link('SAMPLER'),
      sigmas: link('SIGMAS'),
      latent_image: link('LATENT'),
    },
    outputs: ['LATENT', 'LATENT'],
    outputNames: ['output', 'denoised_output'],
    run: async (inputs, context) => {
      const guider = inputs.take<Guider>('guider');
      const sigmas = inputs.take<Sigmas>('sigmas');
      const latent = await sample(context, {
        ...guider,
        latent: inputs.take<Latent>('latent_image'),
        seed: inputs.take<Noise>('noise').seed,
        sampler: inputs.take<Sampler>('sampler').name,
        scheduler: sigmas.scheduler,
        steps: sigmas.steps,
        denoise: sigmas.denoise,
        from: 0,
        to: sigmas.steps,
        leavesNoise: false,
      });
      return [latent, latent];
    },
  }),
];

function ofKSampler(
  inputs: NodeInputs,
): Omit<SamplingPlan, 'seed' | 'denoise' | 'from' | 'to' | 'leavesNoise'> {
  return {
    model: inputs.take<Model>('model'),
    positive: inputs.take<Conditioning>('positive'),
    negative: inputs.take<Conditioning>('negative'),
    latent: inputs.take<Latent>('latent_image'),
    cfg: inputs.number('cfg'),
    sampler: inputs.text('sampler_name'),
    scheduler: inputs.text('scheduler'),
    steps: inputs.number('steps'),
  };
}
