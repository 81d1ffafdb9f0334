import type { Dialect } from './dialects/dialect.js';

/** What png-info adds to the parameters it read: the web UI's defaults for absent keys. */
const defaults: Record<string, unknown> = {
  'Clip skip': '1',
  'Hires resize-1': 0,
  'Hires resize-2': 0,
  'Hires sampler': 'Use same sampler',
  'Hires schedule type': 'Use same scheduler',
  'Hires checkpoint': 'Use same checkpoint',
  'Hires prompt': '',
  'Hires negative prompt': '',
  'Mask mode': 'Inpaint masked',
  'Masked content': 'original',
  'Inpaint area': 'Whole picture',
  'Masked area padding': 32,
  RNG: 'GPU',
  'Schedule type': 'Automatic',
  'Schedule max sigma': 0,
  'Schedule min sigma': 0,
  'Schedule rho': 0,
  'VAE Encoder': 'Full',
  'VAE Decoder': 'Full',
  'FP8 weight': 'Disable',
  'Refiner switch by sampling steps': false,
};

/** Forge drops the model's name there, and adds a default for the hires modules. */
export function pngInfoDefaults(dialect: Dialect, read: Record<string, unknown>): Record<string, unknown> {
  const all: Record<string, unknown> = { ...read };
  if (dialect.hasModules) delete all['Model'];
  for (const [key, value] of Object.entries(defaults)) if (!(key in all)) all[key] = value;
  if (dialect.hasModules) all['Hires VAE/TE'] = ['Use same choices'];
  return all;
}
