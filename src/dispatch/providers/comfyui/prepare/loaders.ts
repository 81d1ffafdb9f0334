// The loaders of ComfyUI itself, whose lists we have; those of others are left to the server.
import type { Inventory, InventoryList, ModelFile } from '../../../contract/index.js';
import type { ModelKind } from './draft.js';
import { checkpointsOf, diffusionModelsOf, textEncodersOf, upscaleModelsOf, vaesOf } from './server-files.js';

export interface Loader {
  kind: ModelKind;
  /** Its inputs that name a file. */
  input: RegExp;
  filesOf: (inventory: Inventory) => ModelFile[];
  /** Of the inventory: has at least these files. */
  list: InventoryList;
}

const checkpoint: Loader = {
  ...{ kind: 'checkpoint', input: /^ckpt_name$/, filesOf: checkpointsOf, list: 'checkpoints' },
};
const encoder: Loader = {
  ...{ kind: 'text encoder', input: /^clip_name/, filesOf: textEncodersOf, list: 'modules' },
};
const lora: Loader = {
  ...{ kind: 'LoRA', input: /^lora_name$/, filesOf: ({ loras }) => loras, list: 'loras' },
};

const LOADERS: Record<string, Loader> = {
  CheckpointLoaderSimple: checkpoint,
  CheckpointLoader: checkpoint,
  UNETLoader: {
    ...{ kind: 'diffusion model', input: /^unet_name$/, filesOf: diffusionModelsOf, list: 'checkpoints' },
  },
  VAELoader: { kind: 'VAE', input: /^vae_name$/, filesOf: vaesOf, list: 'modules' },
  CLIPLoader: encoder,
  DualCLIPLoader: encoder,
  TripleCLIPLoader: encoder,
  LoraLoader: lora,
  LoraLoaderModelOnly: lora,
  UpscaleModelLoader: {
    ...{ kind: 'upscaler', input: /^model_name$/, filesOf: upscaleModelsOf, list: 'upscalers' },
  },
};

export function loaderOf(classType: string): Loader | undefined {
  return Object.hasOwn(LOADERS, classType) ? LOADERS[classType] : undefined;
}
