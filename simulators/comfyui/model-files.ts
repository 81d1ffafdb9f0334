/** The model files "on disk". Nothing is read: names, sizes and load times are all there is. */
export interface ModelFile {
  /** Relative to its folder, with `/`. */
  name: string;
  /** On disk and in memory. */
  bytes?: number;
  /** How long reading it takes, ms; default in proportion to its size. */
  loadMs?: number;
}

export interface ModelFolders {
  checkpoints: readonly ModelFile[];
  diffusionModels: readonly ModelFile[];
  textEncoders: readonly ModelFile[];
  vaes: readonly ModelFile[];
  loras: readonly ModelFile[];
  upscalers: readonly ModelFile[];
  controlNets: readonly ModelFile[];
  embeddings: readonly ModelFile[];
}

const GIBIBYTE = 2 ** 30;

/** What files of these names usually weigh; the first pattern that is in the name decides. */
const usualSizes: readonly [RegExp, number][] = [
  [/flux/i, 11 * GIBIBYTE],
  [/t5xxl/i, 9 * GIBIBYTE],
  [/clip_l/i, 0.25 * GIBIBYTE],
  [/vae|^ae\b/i, 0.3 * GIBIBYTE],
  [/xl/i, 6.5 * GIBIBYTE],
  [/style|lora/i, 0.15 * GIBIBYTE],
  [/x[248]\b/i, 0.06 * GIBIBYTE],
];

export function modelFile(given: string | ModelFile): ModelFile {
  return typeof given === 'string' ? { name: given } : given;
}

export function sizeOf(file: ModelFile): number {
  return file.bytes ?? usualSizes.find(([pattern]) => pattern.test(file.name))?.[1] ?? 2 * GIBIBYTE;
}

export function loadMsOf(file: ModelFile, msPer2GiB: number): number {
  return file.loadMs ?? (msPer2GiB * sizeOf(file)) / (2 * GIBIBYTE);
}

/** The folders under the names of GET /models; the ones without files here are empty. */
export const folderNames: readonly (readonly [string, keyof ModelFolders | null])[] = [
  ['checkpoints', 'checkpoints'],
  ['configs', null],
  ['loras', 'loras'],
  ['vae', 'vaes'],
  ['text_encoders', 'textEncoders'],
  ['diffusion_models', 'diffusionModels'],
  ['clip_vision', null],
  ['style_models', null],
  ['embeddings', 'embeddings'],
  ['diffusers', null],
  ['vae_approx', null],
  ['controlnet', 'controlNets'],
  ['gligen', null],
  ['upscale_models', 'upscalers'],
  ['latent_upscale_models', null],
  ['custom_nodes', null],
  ['datasets', null],
  ['hypernetworks', null],
  ['photomaker', null],
  ['classifiers', null],
  ['model_patches', null],
  ['audio_encoders', null],
  ['background_removal', null],
  ['frame_interpolation', null],
  ['geometry_estimation', null],
  ['optical_flow', null],
  ['detection', null],
];
