import { latentOf } from './latent-of.js';
import { defineNode, flag, float, int, link, text } from './node-class.js';
import type { NodeClass } from './node-class.js';
import type { Clip, Conditioning, Images, Latent, Mask, Model } from './values.js';

/** Nodes between the model and the sampler: texts, guidance, patches of models. */
export const conditioningNodes: readonly NodeClass[] = [
  defineNode({
    name: 'CLIPTextEncode',
    title: 'CLIP Text Encode (Prompt)',
    module: 'nodes',
    category: 'model/conditioning',
    required: {
      text: text({ multiline: true, dynamicPrompts: true, tooltip: 'The text to be encoded.' }),
      clip: link('CLIP', { tooltip: 'The CLIP model used for encoding the text.' }),
    },
    outputs: ['CONDITIONING'],
    run: async (inputs, context) => {
      const clip = inputs.take<Clip>('clip');
      clip.files.forEach((file) => context.memory.use(file));
      const loras = clip.loras.map(({ name, strength }) => `${name}:${strength}`);
      const extras = clip.skip === -1 ? loras : [...loras, `skip ${clip.skip}`];
      return [{ text: inputs.text('text'), extras } satisfies Conditioning];
    },
  }),
  defineNode({
    name: 'CLIPSetLastLayer',
    title: 'CLIP Set Last Layer',
    module: 'nodes',
    category: 'model/conditioning',
    required: {
      clip: link('CLIP'),
      stop_at_clip_layer: int({ default: -1, min: -24, max: -1, step: 1, advanced: true }),
    },
    outputs: ['CLIP'],
    run: (inputs) => [
      { ...inputs.take<Clip>('clip'), skip: inputs.number('stop_at_clip_layer') } satisfies Clip,
    ],
  }),
  defineNode({
    name: 'FluxGuidance',
    module: 'comfy_extras.nodes_flux',
    category: 'model/conditioning/flux',
    required: {
      conditioning: link('CONDITIONING'),
      guidance: float({ default: 3.5, min: 0, max: 100, step: 0.1 }),
    },
    outputs: ['CONDITIONING'],
    run: (inputs) => [
      withExtra(inputs.take<Conditioning>('conditioning'), `guidance ${inputs.number('guidance')}`),
    ],
  }),
  defineNode({
    name: 'ControlNetApplyAdvanced',
    title: 'Apply ControlNet',
    module: 'nodes',
    category: 'model/conditioning/controlnet',
    required: {
      positive: link('CONDITIONING'),
      negative: link('CONDITIONING'),
      control_net: link('CONTROL_NET'),
      image: link('IMAGE'),
      strength: float({ default: 1, min: 0, max: 10, step: 0.01 }),
      start_percent: float({ default: 0, min: 0, max: 1, step: 0.001 }),
      end_percent: float({ default: 1, min: 0, max: 1, step: 0.001 }),
    },
    optional: {
      vae: link('VAE'),
    },
    outputs: ['CONDITIONING', 'CONDITIONING'],
    outputNames: ['positive', 'negative'],
    run: (inputs) => {
      const extra = `${inputs.text('control_net')} ${inputs.number('strength')}`;
      const both = [inputs.take<Conditioning>('positive'), inputs.take<Conditioning>('negative')];
      return inputs.number('strength') === 0 ? both : both.map((one) => withExtra(one, extra));
    },
  }),
  defineNode({
    name: 'ConditioningZeroOut',
    module: 'nodes',
    category: 'advanced/conditioning',
    required: { conditioning: link('CONDITIONING') },
    outputs: ['CONDITIONING'],
    run: () => [{ text: '', extras: ['zero'] } satisfies Conditioning],
  }),
  defineNode({
    name: 'ConditioningCombine',
    title: 'Conditioning (Combine)',
    module: 'nodes',
    category: 'conditioning',
    required: { conditioning_1: link('CONDITIONING'), conditioning_2: link('CONDITIONING') },
    outputs: ['CONDITIONING'],
    run: (inputs) => {
      const [one, two] = [
        inputs.take<Conditioning>('conditioning_1'),
        inputs.take<Conditioning>('conditioning_2'),
      ];
      return [
        { text: `${one.text}\n${two.text}`, extras: [...one.extras, ...two.extras] } satisfies Conditioning,
      ];
    },
  }),
  defineNode({
    name: 'ModelSamplingFlux',
    module: 'comfy_extras.nodes_model_advanced',
    category: 'advanced/model',
    required: {
      model: link('MODEL'),
      max_shift: float({ default: 1.15, min: 0, max: 100, step: 0.01 }),
      base_shift: float({ default: 0.5, min: 0, max: 100, step: 0.01 }),
      width: int({ default: 1024, min: 16, max: 16384, step: 8 }),
      height: int({ default: 1024, min: 16, max: 16384, step: 8 }),
    },
    outputs: ['MODEL'],
    run: (inputs) => {
      const model = inputs.take<Model>('model');
      const patch = ['max_shift', 'base_shift', 'width', 'height']
        .map((name) => inputs.number(name))
        .join(' ');
      return [{ ...model, patches: [...model.patches, `shift ${patch}`] } satisfies Model];
    },
  }),
  defineNode({
    name: 'InpaintModelConditioning',
    module: 'nodes',
    category: 'conditioning/inpaint',
    required: {
      positive: link('CONDITIONING'),
      negative: link('CONDITIONING'),
      vae: link('VAE'),
      pixels: link('IMAGE'),
      mask: link('MASK'),
      noise_mask: flag({ default: true }),
    },
    outputs: ['CONDITIONING', 'CONDITIONING', 'LATENT'],
    outputNames: ['positive', 'negative', 'latent'],
    run: async (inputs, context) => {
      await context.work(context.settings.decodeMs);
      const latent = latentOf(inputs.take<Images>('pixels'));
      const mask = inputs.flag('noise_mask') ? inputs.take<Mask>('mask') : null;
      return [inputs.take('positive'), inputs.take('negative'), { ...latent, mask } satisfies Latent];
    },
  }),
];

function withExtra(conditioning: Conditioning, extra: string): Conditioning {
  return { ...conditioning, extras: [...conditioning.extras, extra] };
}
