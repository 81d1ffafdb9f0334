import { basename } from 'node:path';
import { writeInfotext } from './infotext-writer.js';
import type { Job, JobPlan } from './job.js';
import { contentHash, shortName } from './model-library.js';
import { dumpsJson } from './python-json.js';

/** What is told about a job: infotexts and the `info` text of the answer. */

type Parameters = [key: string, value: unknown][];

/** `extra_generation_params`: what samplers, hires, LoRAs and scripts add; null values are listed too. */
export function extraParameters(job: Job, plan: JobPlan): Record<string, unknown> {
  const { payload, kind, life } = job;
  const extra: Record<string, unknown> = {};
  if (kind === 'img2img') extra['Denoising strength'] = payload.numberOrNull('denoising_strength');
  if (plan.hires) Object.assign(extra, hiresParameters(job));
  if (job.sampler.usedScheduler) extra['Schedule type'] = job.sampler.usedScheduler;
  const eta = payload.numberOrNull('eta');
  if (eta !== null && eta !== 1 && 'uses_ensd' in job.sampler.sampler.options) extra['Eta'] = eta;
  if (plan.refiner) {
    extra['Refiner'] = life.library.title(plan.refiner).replace(/^.*\/|\.[^.\s]+(?= \[|$)/g, '');
    extra['Refiner switch at'] = payload.numberOrNull('refiner_switch_at');
  }
  if (job.mask) {
    extra['Mask blur'] = payload.numberOrNull('mask_blur') ?? payload.number('mask_blur_x');
    if (payload.flag('inpaint_full_res')) {
      extra['Inpaint area'] = 'Only masked';
      extra['Masked area padding'] = payload.number('inpaint_full_res_padding');
    }
  }
  if (plan.loraHashes) extra['Lora hashes'] = plan.loraHashes;
  return extra;
}

function hiresParameters({ payload, host }: Job): Record<string, unknown> {
  const forge = host.settings.dialect.hasModules;
  const modules = payload
    .list('hr_additional_modules')
    .map((module, i): [string, unknown] => [`Hires Module ${i + 1}`, module]);
  const resized = payload.number('hr_resize_x') !== 0 || payload.number('hr_resize_y') !== 0;
  const optional: Parameters = [
    ['Hires checkpoint', payload.text('hr_checkpoint_name')],
    ['Hires sampler', payload.text('hr_sampler_name')],
    ['Hires steps', payload.number('hr_second_pass_steps')],
    ['Hires upscaler', payload.text('hr_upscaler')],
  ];
  const given = (key: string): object =>
    Object.fromEntries(optional.filter(([name, value]) => name === key && value));
  return {
    'Denoising strength': payload.numberOrNull('denoising_strength'),
    ...(forge ? Object.fromEntries(modules) : {}),
    ...given('Hires checkpoint'),
    ...given('Hires sampler'),
    'Hires prompt': payload.text('hr_prompt') || null,
    'Hires negative prompt': payload.text('hr_negative_prompt') || null,
    ...(forge ? { 'Hires CFG Scale': payload.number('hr_cfg'), 'Hires Distilled CFG Scale': null } : {}),
    'Hires schedule type': payload.text('hr_scheduler') || null,
    ...(resized
      ? { 'Hires resize': `${payload.number('hr_resize_x')}x${payload.number('hr_resize_y')}` }
      : { 'Hires upscale': payload.number('hr_scale') }),
    ...given('Hires steps'),
    ...given('Hires upscaler'),
  };
}

/** The infotext of the picture with this index. */
export function infotextOf(job: Job, plan: JobPlan, extra: Record<string, unknown>, index: number): string {
  const { payload } = job;
  const strength = payload.number('subseed_strength');
  const resizeFrom = [payload.number('seed_resize_from_w'), payload.number('seed_resize_from_h')] as const;
  const fixed: Parameters = [
    ['Steps', payload.number('steps')],
    ['Sampler', job.sampler.sampler.name],
    ['Schedule type', job.sampler.schedulerLabel],
    ['CFG scale', payload.number('cfg_scale')],
    ['Image CFG scale', payload.numberOrNull('image_cfg_scale')],
    ['Seed', seedAt(plan.seed, index, strength)],
    ['Face restoration', payload.flag('restore_faces') ? 'CodeFormer' : null],
    ['Size', `${payload.number('width')}x${payload.number('height')}`],
    ['Model hash', plan.modelHash],
    ['Model', shortName(plan.model)],
    ...vaeParameters(job),
    ['Variation seed', strength === 0 ? null : plan.subseed + index],
    ['Variation seed strength', strength === 0 ? null : strength],
    ['Seed resize from', resizeFrom[0] > 0 && resizeFrom[1] > 0 ? resizeFrom.join('x') : null],
    ['Denoising strength', extra['Denoising strength']],
    ['Clip skip', plan.clipSkip > 1 ? plan.clipSkip : null],
    ['Tiling', payload.flag('tiling') ? 'True' : null],
  ];
  const merged = new Map<string, unknown>([...fixed, ...Object.entries(extra)]);
  merged.set('Version', job.host.settings.dialect.version);
  moduleParameters(job).forEach(([key, value]) => merged.set(key, value));
  return writeInfotext({
    prompt: payload.text('prompt'),
    negativePrompt: payload.text('negative_prompt'),
    parameters: [...merged],
  });
}

/** With a variation strength all pictures share the seed and differ in the subseed. */
export function seedAt(seed: number, index: number, subseedStrength: number): number {
  return subseedStrength === 0 ? seed + index : seed;
}

function vaeParameters({ host, life }: Job): Parameters {
  const vae = life.options.text('sd_vae');
  if (host.settings.dialect.hasModules || !host.settings.modules.includes(vae)) return [];
  return [
    ['VAE hash', contentHash(vae).slice(0, 10)],
    ['VAE', vae],
  ];
}

function moduleParameters({ host, life }: Job): Parameters {
  const modules = life.options.get('forge_additional_modules');
  if (!host.settings.dialect.hasModules || !Array.isArray(modules)) return [];
  return modules.map((path, i): [string, unknown] => [
    `Module ${i + 1}`,
    basename(String(path)).replace(/\.[^.]+$/, ''),
  ]);
}

/** The `info` text: JSON inside JSON, in the order the servers write it. */
export function infoText(
  job: Job,
  plan: JobPlan,
  extra: Record<string, unknown>,
  infotexts: string[],
  firstImage: number,
): string {
  const { payload, host, life } = job;
  const repeat = <T>(value: T): T[] => Array.from({ length: plan.count }, () => value);
  const [prompt, negative] = [payload.text('prompt'), payload.text('negative_prompt')];
  const strength = payload.number('subseed_strength');
  return dumpsJson({
    prompt,
    all_prompts: repeat(prompt),
    negative_prompt: negative,
    all_negative_prompts: repeat(negative),
    seed: plan.seed,
    all_seeds: repeat(0).map((_, i) => seedAt(plan.seed, i, strength)),
    subseed: plan.subseed,
    all_subseeds: repeat(0).map((_, i) => plan.subseed + i),
    subseed_strength: strength,
    width: payload.number('width'),
    height: payload.number('height'),
    sampler_name: job.sampler.sampler.name,
    cfg_scale: payload.number('cfg_scale'),
    steps: payload.number('steps'),
    batch_size: payload.number('batch_size'),
    restore_faces: payload.flag('restore_faces'),
    face_restoration_model: payload.flag('restore_faces') ? 'CodeFormer' : null,
    sd_model_name: shortName(plan.model),
    sd_model_hash: plan.modelHash,
    sd_vae_name: null,
    sd_vae_hash: null,
    seed_resize_from_w: payload.number('seed_resize_from_w'),
    seed_resize_from_h: payload.number('seed_resize_from_h'),
    denoising_strength: payload.numberOrNull('denoising_strength'),
    extra_generation_params: extra,
    index_of_first_image: firstImage,
    infotexts,
    styles: payload.list('styles'),
    job_timestamp: life.progress.record.job_timestamp,
    clip_skip: plan.clipSkip,
    is_using_inpainting_conditioning: false,
    version: host.settings.dialect.version,
  });
}
