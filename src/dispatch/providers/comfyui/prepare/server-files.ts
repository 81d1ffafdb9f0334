// The files of a server by the folder that they lie in: the inventory has them in fewer lists, and notes the folders.
import type { Inventory, ModelFile } from '../../../contract/index.js';
import { textsOf } from '../../../answers/read-json.js';

export interface FolderNotes {
  /** Titles of `checkpoints` and `modules` by folder. */
  diffusion_models: string[];
  text_encoders: string[];
  upscale_models: string[];
}

const noted = (inventory: Inventory, folder: keyof FolderNotes): Set<string> =>
  new Set(textsOf(inventory.extra[folder]));

export function checkpointsOf(inventory: Inventory): ModelFile[] {
  const others = noted(inventory, 'diffusion_models');
  return inventory.checkpoints.filter(({ title }) => !others.has(title));
}

export function diffusionModelsOf(inventory: Inventory): ModelFile[] {
  const titles = noted(inventory, 'diffusion_models');
  return inventory.checkpoints.filter(({ title }) => titles.has(title));
}

export function vaesOf(inventory: Inventory): ModelFile[] {
  const others = noted(inventory, 'text_encoders');
  return inventory.modules.filter(({ title }) => !others.has(title));
}

export function textEncodersOf(inventory: Inventory): ModelFile[] {
  const titles = noted(inventory, 'text_encoders');
  return inventory.modules.filter(({ title }) => titles.has(title));
}

export function upscaleModelsOf(inventory: Inventory): ModelFile[] {
  return textsOf(inventory.extra['upscale_models']).map(asFile);
}

/** A file as ComfyUI lists it: its path below its folder, with the slashes of its system. */
export function asFile(title: string): ModelFile {
  const name = title.replaceAll('\\', '/');
  return { name, title, aliases: [], sha256: null, shortHash: null, path: null };
}
