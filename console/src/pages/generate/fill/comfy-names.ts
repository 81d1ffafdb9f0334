// ComfyUI's names of samplers and schedulers, and how the web UIs call the same ones.

const SAMPLERS: Record<string, string> = {
  euler: 'Euler',
  euler_ancestral: 'Euler a',
  heun: 'Heun',
  heunpp2: 'HeunPP2',
  dpm_2: 'DPM2',
  dpm_2_ancestral: 'DPM2 a',
  lms: 'LMS',
  dpm_fast: 'DPM fast',
  dpm_adaptive: 'DPM adaptive',
  dpmpp_2s_ancestral: 'DPM++ 2S a',
  dpmpp_sde: 'DPM++ SDE',
  dpmpp_2m: 'DPM++ 2M',
  dpmpp_2m_sde: 'DPM++ 2M SDE',
  dpmpp_3m_sde: 'DPM++ 3M SDE',
  ddpm: 'DDPM',
  lcm: 'LCM',
  ipndm: 'IPNDM',
  ipndm_v: 'IPNDM_V',
  deis: 'DEIS',
  ddim: 'DDIM',
  uni_pc: 'UniPC',
};

const SCHEDULERS: Record<string, string> = { ddim_uniform: 'ddim' };

/** Undefined for a sampler that only ComfyUI has. */
export function samplerOfComfy(name: unknown): string | undefined {
  return typeof name === 'string' ? SAMPLERS[name.replace(/_gpu$/, '')] : undefined;
}

export function schedulerOfComfy(name: unknown): string | undefined {
  return typeof name === 'string' ? (SCHEDULERS[name] ?? name) : undefined;
}
