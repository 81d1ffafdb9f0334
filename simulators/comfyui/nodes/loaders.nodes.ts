import type { NodeContext } from '../execution/node-context.js';
import { loadMsOf } from '../model-files.js';
import type { ModelFile, ModelFolders } from '../model-files.js';
import { PythonError } from '../python-error.js';
import { choice, defineNode, float, link } from './node-class.js';
import type { NodeClass } from './node-class.js';
import type { Clip, Model, Upscaler, Vae } from './values.js';

/** Nodes that read model files. Reading takes its time and hears no interrupt, as with the real ones. */
export const loaderNodes: readonly NodeClass[] = [
  defineNode({
    name: 'CheckpointLoaderSimple',
    title: 'Load Checkpoint',
    module: 'nodes',
    category: 'model/loaders',
    required: {
      ckpt_name: choice((has) => has.checkpoints, { tooltip: 'The name of the checkpoint (model) to load.' }),
    },
    outputs: ['MODEL', 'CLIP', 'VAE'],
    run: async (inputs, context) => {
      const name = inputs.text('ckpt_name');
      const file = await load(context, 'checkpoints', name);
      return [
        model(file, name),
        { files: [file], loras: [], skip: -1 } satisfies Clip,
        { file } satisfies Vae,
      ];
    },
  }),
  defineNode({
    name: 'UNETLoader',
    title: 'Load Diffusion Model',
    module: 'nodes',
    category: 'model/loaders',
    required: {
      unet_name: choice((has) => has.diffusionModels),
      weight_dtype: choice(['default', 'fp8_e4m3fn', 'fp8_e4m3fn_fast', 'fp8_e5m2'], { advanced: true }),
    },
    outputs: ['MODEL'],
    run: async (inputs, context) => {
      const name = inputs.text('unet_name');
      const file = await load(context, 'diffusionModels', name);
      const dtype = inputs.text('weight_dtype');
      return [{ ...model(file, name), patches: dtype === 'default' ? [] : [dtype] }];
    },
  }),
  defineNode({
    name: 'DualCLIPLoader',
    title: 'Load CLIP (Dual)',
    module: 'nodes',
    category: 'model/loaders',
    required: {
      clip_name1: choice((has) => has.textEncoders),
      clip_name2: choice((has) => has.textEncoders),
      type: choice([
        'sdxl',
        'sd3',
        'flux',
        'hunyuan_video',
        'hidream',
        'hunyuan_image',
        'hunyuan_video_15',
        'kandinsky5',
        'kandinsky5_image',
        'ltxv',
        'newbie',
        'ace',
      ]),
    },
    optional: {
      device: choice(['default', 'cpu'], { advanced: true }),
    },
    outputs: ['CLIP'],
    run: async (inputs, context) => {
      const files = [
        await load(context, 'textEncoders', inputs.text('clip_name1')),
        await load(context, 'textEncoders', inputs.text('clip_name2')),
      ];
      return [{ files, loras: [], skip: -1 } satisfies Clip];
    },
  }),
  defineNode({
    name: 'CLIPLoader',
    title: 'Load CLIP',
    module: 'nodes',
    category: 'model/loaders',
    required: {
      clip_name: choice((has) => has.textEncoders),
      type: choice([
        'stable_diffusion',
        'stable_cascade',
        'sd3',
        'stable_audio',
        'mochi',
        'ltxv',
        'pixart',
        'cosmos',
        'lumina2',
        'wan',
        'hidream',
        'chroma',
        'ace',
        'omnigen2',
        'qwen_image',
        'hunyuan_image',
        'flux2',
        'ovis',
        'longcat_image',
        'cogvideox',
        'lens',
        'pixeldit',
        'ideogram4',
        'boogu',
        'krea2',
        'joyimage',
        'mage',
        'minimax',
      ]),
    },
    optional: {
      device: choice(['default', 'cpu'], { advanced: true }),
    },
    outputs: ['CLIP'],
    run: async (inputs, context) => {
      const file = await load(context, 'textEncoders', inputs.text('clip_name'));
      return [{ files: [file], loras: [], skip: -1 } satisfies Clip];
    },
  }),
  defineNode({
    name: 'VAELoader',
    title: 'Load VAE',
    module: 'nodes',
    category: 'model/loaders',
    required: {
      vae_name: choice((has) => [...has.vaes, 'pixel_space']),
    },
    outputs: ['VAE'],
    run: async (inputs, context) => {
      const name = inputs.text('vae_name');
      if (name === 'pixel_space') return [{ file: null } satisfies Vae];
      return [{ file: await load(context, 'vaes', name) } satisfies Vae];
    },
  }),
  defineNode({
    name: 'LoraLoader',
    title: 'Load LoRA (Model and CLIP)',
    module: 'nodes',
    category: 'model/loaders',
    required: {
      model: link('MODEL', { tooltip: 'The diffusion model the LoRA will be applied to.' }),
      clip: link('CLIP', { tooltip: 'The CLIP model the LoRA will be applied to.' }),
      lora_name: choice((has) => has.loras, { tooltip: 'The name of the LoRA.' }),
      strength_model: float({
        default: 1,
        min: -100,
        max: 100,
        step: 0.01,
        tooltip: 'How strongly to modify the diffusion model. This value can be negative.',
      }),
      strength_clip: float({
        default: 1,
        min: -100,
        max: 100,
        step: 0.01,
        tooltip: 'How strongly to modify the CLIP model. This value can be negative.',
      }),
    },
    outputs: ['MODEL', 'CLIP'],
    run: async (inputs, context) => {
      const name = inputs.text('lora_name');
      await load(context, 'loras', name);
      const base = inputs.take<Model>('model');
      const clip = inputs.take<Clip>('clip');
      const onModel = { name, strength: inputs.number('strength_model') };
      const onClip = { name, strength: inputs.number('strength_clip') };
      return [
        { ...base, loras: [...base.loras, onModel] } satisfies Model,
        { ...clip, loras: [...clip.loras, onClip] } satisfies Clip,
      ];
    },
  }),
  defineNode({
    name: 'LoraLoaderModelOnly',
    title: 'Load LoRA',
    module: 'nodes',
    category: 'model/loaders',
    required: {
      model: link('MODEL'),
      lora_name: choice((has) => has.loras),
      strength_model: float({ default: 1, min: -100, max: 100, step: 0.01 }),
    },
    outputs: ['MODEL'],
    run: async (inputs, context) => {
      const name = inputs.text('lora_name');
      await load(context, 'loras', name);
      const base = inputs.take<Model>('model');
      const lora = { name, strength: inputs.number('strength_model') };
      return [{ ...base, loras: [...base.loras, lora] } satisfies Model];
    },
  }),
  defineNode({
    name: 'UpscaleModelLoader',
    title: 'Load Upscale Model',
    module: 'comfy_extras.nodes_upscale_model',
    category: 'model/loaders',
    required: {
      model_name: choice((has) => has.upscalers),
    },
    outputs: ['UPSCALE_MODEL'],
    run: async (inputs, context) => {
      const name = inputs.text('model_name');
      await load(context, 'upscalers', name);
      return [{ name, factor: factorOf(name) } satisfies Upscaler];
    },
  }),
  defineNode({
    name: 'ControlNetLoader',
    title: 'Load ControlNet Model',
    module: 'nodes',
    category: 'model/loaders',
    required: {
      control_net_name: choice((has) => has.controlNets),
    },
    outputs: ['CONTROL_NET'],
    run: async (inputs, context) => {
      const name = inputs.text('control_net_name');
      await load(context, 'controlNets', name);
      return [name];
    },
  }),
];

/** @throws PythonError when the file is gone by now, or broken */
async function load(context: NodeContext, folder: keyof ModelFolders, name: string): Promise<ModelFile> {
  const file = context.library.find(folder, name);
  if (!file) {
    const path = `/srv/comfyui/models/${folder}/${name}`;
    throw new PythonError(
      'FileNotFoundError',
      `Model in folder '${folder}' with filename '${path}' not found.`,
    );
  }
  await context.steps.beforeLoad();
  await context.work(loadMsOf(file, context.settings.loadMs));
  if (context.library.isBroken(file))
    throw new PythonError(
      'safetensors_rust.SafetensorError',
      'Error while deserializing header: header too large',
    );
  return file;
}

function model(file: ModelFile, name: string): Model {
  return { file, name, loras: [], patches: [] };
}

/** As upscaler files are usually named: `…x4…`, `4x…`. */
function factorOf(name: string): number {
  return Number(/(?:x([1-8])|([1-8])x)/i.exec(name)?.slice(1).find(Boolean) ?? 4);
}
