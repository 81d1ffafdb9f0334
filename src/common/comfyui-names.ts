// What ComfyUI calls otherwise than the WebUIs do.
import type { JsonObject } from './json.js';

const SAMPLERS = new Map([
  ['euler', 'Euler'],
  ['euler_ancestral', 'Euler a'],
  ['heun', 'Heun'],
  ['heunpp2', 'HeunPP2'],
  ['dpm_2', 'DPM2'],
  ['dpm_2_ancestral', 'DPM2 a'],
  ['lms', 'LMS'],
  ['dpm_fast', 'DPM fast'],
  ['dpm_adaptive', 'DPM adaptive'],
  ['dpmpp_2s_ancestral', 'DPM++ 2S a'],
  ['dpmpp_sde', 'DPM++ SDE'],
  ['dpmpp_2m', 'DPM++ 2M'],
  ['dpmpp_2m_sde', 'DPM++ 2M SDE'],
  ['dpmpp_3m_sde', 'DPM++ 3M SDE'],
  ['ddpm', 'DDPM'],
  ['lcm', 'LCM'],
  ['ipndm', 'IPNDM'],
  ['ipndm_v', 'IPNDM_V'],
  ['deis', 'DEIS'],
  ['ddim', 'DDIM'],
  ['uni_pc', 'UniPC'],
]);
const SCHEDULERS = new Map([['ddim_uniform', 'ddim']]);
/** What the WebUIs' pages show, where that is not the name with a capital. */
const SCHEDULER_LABELS = new Map([
  ['sgm_uniform', 'SGM Uniform'],
  ['ddim_uniform', 'DDIM'],
  ['kl_optimal', 'KL Optimal'],
  ['normal', 'Normal'],
]);

/** How the WebUIs call a sampler of ComfyUI; null for those that they do not have. */
export function webuiSampler(name: string): string | null {
  return SAMPLERS.get(name) ?? null;
}

export function webuiScheduler(name: string): string {
  return SCHEDULER_LABELS.get(name) ?? name.charAt(0).toUpperCase() + name.slice(1);
}

/** The parameters of a graph as a WebUI would be asked for the same picture; samplers that only ComfyUI has are left out. */
export function inWebuiNames(params: JsonObject): JsonObject {
  const { sampler_name: sampler, scheduler, denoising_strength: denoise, ...same } = params;
  const named: JsonObject = {
    ...same,
    sampler_name: SAMPLERS.get(String(sampler).replace(/_gpu$/, '')),
    scheduler: SCHEDULERS.get(String(scheduler)) ?? scheduler,
    // 1 is not said by a WebUI: the picture begins with noise alone, which is text to image.
    denoising_strength: denoise === 1 ? undefined : denoise,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}
