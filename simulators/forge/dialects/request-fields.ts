import type { Field, FieldType } from '../validation/validator.js';

/**
 * The request fields of txt2img and img2img in the order the servers echo them under `parameters`.
 * Fields marked forge exist there only.
 */
type Row = [name: string, type: FieldType, defaultValue: unknown, only?: 'forge' | 'notNull'];

const shared: Row[] = [
  ['prompt', 'str', ''],
  ['negative_prompt', 'str', ''],
  ['styles', 'strList', null],
  ['seed', 'int', -1],
  ['subseed', 'int', -1],
  ['subseed_strength', 'float', 0],
  ['seed_resize_from_h', 'int', -1],
  ['seed_resize_from_w', 'int', -1],
  ['sampler_name', 'str', null],
  ['scheduler', 'str', null],
  ['batch_size', 'int', 1],
  ['n_iter', 'int', 1],
  ['steps', 'int', 50],
  ['cfg_scale', 'float', 7],
  ['distilled_cfg_scale', 'float', 3.5, 'forge'],
  ['width', 'int', 512],
  ['height', 'int', 512],
  ['restore_faces', 'bool', null],
  ['tiling', 'bool', null],
  ['do_not_save_samples', 'bool', false],
  ['do_not_save_grid', 'bool', false],
  ['eta', 'float', null],
  ['denoising_strength', 'float', null],
  ['s_min_uncond', 'float', null],
  ['s_churn', 'float', null],
  ['s_tmax', 'float', null],
  ['s_tmin', 'float', null],
  ['s_noise', 'float', null],
  ['override_settings', 'dict', null],
  ['override_settings_restore_afterwards', 'bool', true],
  ['refiner_checkpoint', 'str', null],
  ['refiner_switch_at', 'float', null],
  ['disable_extra_networks', 'bool', false],
  ['firstpass_image', 'str', null],
  ['comments', 'dict', null],
];

const hires: Row[] = [
  ['enable_hr', 'bool', false],
  ['firstphase_width', 'int', 0],
  ['firstphase_height', 'int', 0],
  ['hr_scale', 'float', 2],
  ['hr_upscaler', 'str', null],
  ['hr_second_pass_steps', 'int', 0],
  ['hr_resize_x', 'int', 0],
  ['hr_resize_y', 'int', 0],
  ['hr_checkpoint_name', 'str', null],
  ['hr_additional_modules', 'list', null, 'forge'],
  ['hr_sampler_name', 'str', null],
  ['hr_scheduler', 'str', null],
  ['hr_prompt', 'str', ''],
  ['hr_negative_prompt', 'str', ''],
  ['hr_cfg', 'float', 1, 'forge'],
  ['hr_distilled_cfg', 'float', 3.5, 'forge'],
  ['force_task_id', 'str', null],
  ['sampler_index', 'str', 'Euler', 'notNull'],
];

const fromImage: Row[] = [
  ['init_images', 'list', null],
  ['resize_mode', 'int', 0],
  ['image_cfg_scale', 'float', null],
  ['mask', 'str', null],
  ['mask_blur_x', 'int', 4],
  ['mask_blur_y', 'int', 4],
  ['mask_blur', 'int', null],
  ['mask_round', 'bool', true],
  ['inpainting_fill', 'int', 0],
  ['inpaint_full_res', 'bool', true],
  ['inpaint_full_res_padding', 'int', 0],
  ['inpainting_mask_invert', 'int', 0],
  ['initial_noise_multiplier', 'float', null],
  ['latent_mask', 'str', null],
  ['force_task_id', 'str', null],
  ['hr_distilled_cfg', 'float', 3.5, 'forge'],
  ['sampler_index', 'str', 'Euler', 'notNull'],
  ['include_init_images', 'bool', false, 'notNull'],
];

const transport: Row[] = [
  ['script_name', 'str', null],
  ['script_args', 'list', [], 'notNull'],
  ['send_images', 'bool', true, 'notNull'],
  ['save_images', 'bool', false, 'notNull'],
  ['alwayson_scripts', 'dict', {}, 'notNull'],
  ['infotext', 'str', null],
];

function toFields(rows: Row[], forge: boolean): Field[] {
  return rows
    .filter(([, , , only]) => forge || only !== 'forge')
    .map(([name, type, value, only]) => ({ name, type, default: value, nullable: only !== 'notNull' }));
}

export function txt2imgFields(forge: boolean): Field[] {
  return toFields([...shared, ...hires, ...transport], forge);
}

export function img2imgFields(forge: boolean): Field[] {
  const defaults = shared.map((row): Row =>
    row[0] === 'denoising_strength' ? ['denoising_strength', 'float', 0.75] : row,
  );
  return toFields([...defaults, ...fromImage, ...transport], forge);
}
