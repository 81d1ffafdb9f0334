import type { Picture } from '../../common/picture.js';
import type { ModelFile } from '../model-files.js';

/** What travels along the links between nodes. */
export interface LoraUse {
  name: string;
  strength: number;
}

export interface Model {
  file: ModelFile;
  name: string;
  loras: LoraUse[];
  /** Anything else that changes what comes out, e.g. a shift. */
  patches: string[];
}

export interface Clip {
  files: ModelFile[];
  loras: LoraUse[];
  skip: number;
}

export interface Vae {
  file: ModelFile | null;
}

export interface Conditioning {
  text: string;
  /** Guidance, ControlNets and so on, in words. */
  extras: string[];
}

export interface Latent {
  /** In pixels. */
  width: number;
  height: number;
  channels: 4 | 16;
  /** What each one shows; null: nothing yet. */
  frames: (Picture | null)[];
  /** Which part of the noise belongs to each. */
  batchIndex: number[];
  mask: Mask | null;
}

/** One byte per pixel; 255: to be repainted. */
export interface Mask {
  width: number;
  height: number;
  pixels: Buffer;
}

/** A batch, all of one size. */
export type Images = Picture[];

export interface Noise {
  seed: string;
}

export interface Guider {
  model: Model;
  positive: Conditioning;
  negative: Conditioning | null;
  cfg: number;
}

export interface Sampler {
  name: string;
}

export interface Sigmas {
  scheduler: string;
  steps: number;
  denoise: number;
}

export interface Upscaler {
  name: string;
  factor: number;
}

export interface Audio {
  sampleRate: number;
  channels: number;
  samples: number;
}
