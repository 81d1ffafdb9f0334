import { writeJson } from '../common/python-text.js';

/** Keys whose numbers are floats in the imitated servers although JavaScript sees whole numbers. */
const floatKeys = new Set([
  'cfg_scale',
  'distilled_cfg_scale',
  'hr_cfg',
  'hr_distilled_cfg',
  'hr_scale',
  'denoising_strength',
  'progress',
  'eta_relative',
  'default_rho',
  'scale',
  'eta',
  'refiner_switch_at',
  'image_cfg_scale',
  'Denoising strength',
  'Hires CFG Scale',
  'Hires upscale',
  'Eta',
  'Refiner switch at',
  'free',
  'total',
]);

export function isFloatKey(key: string): boolean {
  return floatKeys.has(key);
}

/** Compact, as the web framework writes response bodies. */
export function compactJson(value: unknown): string {
  return writeJson(value, { spaced: false, ascii: false, floatKeys, nonFinite: 'null' });
}

/** As `json.dumps` writes it (used for `info`): spaced and pure ASCII. */
export function dumpsJson(value: unknown): string {
  return writeJson(value, { spaced: true, ascii: true, floatKeys, nonFinite: 'null' });
}
