/**
 * Samplers and schedulers both servers answer with, as seen on Forge dfdcbab6 and A1111 v1.10.1.
 * A1111 knows a subset of Forge's and writes the flags of a sampler as text ("True").
 */
export interface Sampler {
  name: string;
  aliases: string[];
  options: Record<string, unknown>;
}

export interface Scheduler {
  name: string;
  label: string;
  aliases: string[] | null;
  default_rho: number;
  need_inner_model: boolean;
}

export const forgeSamplers: Sampler[] = [
  { name: 'DPM++ 2M', aliases: ['k_dpmpp_2m'], options: { scheduler: 'karras' } },
  {
    name: 'DPM++ SDE',
    aliases: ['k_dpmpp_sde'],
    options: { scheduler: 'karras', second_order: true, brownian_noise: true },
  },
  {
    name: 'DPM++ 2M SDE',
    aliases: ['k_dpmpp_2m_sde'],
    options: { scheduler: 'exponential', brownian_noise: true },
  },
  {
    name: 'DPM++ 2M SDE Heun',
    aliases: ['k_dpmpp_2m_sde_heun'],
    options: { scheduler: 'exponential', brownian_noise: true, solver_type: 'heun' },
  },
  {
    name: 'DPM++ 2S a',
    aliases: ['k_dpmpp_2s_a'],
    options: { scheduler: 'karras', uses_ensd: true, second_order: true },
  },
  {
    name: 'DPM++ 3M SDE',
    aliases: ['k_dpmpp_3m_sde'],
    options: { scheduler: 'exponential', discard_next_to_last_sigma: true, brownian_noise: true },
  },
  { name: 'Euler a', aliases: ['k_euler_a', 'k_euler_ancestral'], options: { uses_ensd: true } },
  { name: 'Euler', aliases: ['k_euler'], options: {} },
  { name: 'LMS', aliases: ['k_lms'], options: {} },
  { name: 'Heun', aliases: ['k_heun'], options: { second_order: true } },
  {
    name: 'DPM2',
    aliases: ['k_dpm_2'],
    options: { scheduler: 'karras', discard_next_to_last_sigma: true, second_order: true },
  },
  {
    name: 'DPM2 a',
    aliases: ['k_dpm_2_a'],
    options: { scheduler: 'karras', discard_next_to_last_sigma: true, uses_ensd: true, second_order: true },
  },
  { name: 'DPM fast', aliases: ['k_dpm_fast'], options: { uses_ensd: true } },
  { name: 'DPM adaptive', aliases: ['k_dpm_ad'], options: { uses_ensd: true } },
  { name: 'Restart', aliases: ['restart'], options: { scheduler: 'karras', second_order: true } },
  { name: 'HeunPP2', aliases: ['heunpp2'], options: {} },
  { name: 'IPNDM', aliases: ['ipndm'], options: {} },
  { name: 'IPNDM_V', aliases: ['ipndm_v'], options: {} },
  { name: 'DEIS', aliases: ['deis'], options: {} },
  { name: 'DDIM', aliases: ['ddim'], options: {} },
  { name: 'DDIM CFG++', aliases: ['ddim_cfgpp'], options: {} },
  { name: 'PLMS', aliases: ['plms'], options: {} },
  { name: 'UniPC', aliases: ['unipc'], options: {} },
  { name: 'LCM', aliases: ['k_lcm'], options: {} },
  { name: 'DDPM', aliases: ['ddpm'], options: {} },
];

const forgeOnlySamplers = ['HeunPP2', 'IPNDM', 'IPNDM_V', 'DEIS', 'DDPM'];

export const a1111Samplers: Sampler[] = forgeSamplers
  .filter((sampler) => !forgeOnlySamplers.includes(sampler.name))
  .map((sampler) => ({ ...sampler, options: withTextFlags(sampler.options) }));

function withTextFlags(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [key, value === true ? 'True' : value]),
  );
}

export const a1111Schedulers: Scheduler[] = [
  { name: 'automatic', label: 'Automatic', aliases: null, default_rho: -1, need_inner_model: false },
  { name: 'uniform', label: 'Uniform', aliases: null, default_rho: -1, need_inner_model: true },
  { name: 'karras', label: 'Karras', aliases: null, default_rho: 7, need_inner_model: false },
  { name: 'exponential', label: 'Exponential', aliases: null, default_rho: -1, need_inner_model: false },
  {
    name: 'polyexponential',
    label: 'Polyexponential',
    aliases: null,
    default_rho: 1,
    need_inner_model: false,
  },
  {
    name: 'sgm_uniform',
    label: 'SGM Uniform',
    aliases: ['SGMUniform'],
    default_rho: -1,
    need_inner_model: true,
  },
  { name: 'kl_optimal', label: 'KL Optimal', aliases: null, default_rho: -1, need_inner_model: false },
  {
    name: 'align_your_steps',
    label: 'Align Your Steps',
    aliases: null,
    default_rho: -1,
    need_inner_model: false,
  },
  { name: 'simple', label: 'Simple', aliases: null, default_rho: -1, need_inner_model: true },
  { name: 'normal', label: 'Normal', aliases: null, default_rho: -1, need_inner_model: true },
  { name: 'ddim', label: 'DDIM', aliases: null, default_rho: -1, need_inner_model: true },
  { name: 'beta', label: 'Beta', aliases: null, default_rho: -1, need_inner_model: true },
];

export const forgeSchedulers: Scheduler[] = [
  ...a1111Schedulers,
  { name: 'turbo', label: 'Turbo', aliases: null, default_rho: -1, need_inner_model: true },
  {
    name: 'align_your_steps_GITS',
    label: 'Align Your Steps GITS',
    aliases: null,
    default_rho: -1,
    need_inner_model: false,
  },
  {
    name: 'align_your_steps_11',
    label: 'Align Your Steps 11',
    aliases: null,
    default_rho: -1,
    need_inner_model: false,
  },
  {
    name: 'align_your_steps_32',
    label: 'Align Your Steps 32',
    aliases: null,
    default_rho: -1,
    need_inner_model: false,
  },
];
