import { bounds } from './ui-input.js';
import type { InputRow } from './ui-input.js';
import type { UiLists } from './ui-lists.js';

/**
 * The arguments every install has, in the order of `txt2img(…)` and `img2img(…)` in the servers'
 * source: before `script_list` and what the scripts add. Those of txt2img as in a recorded /config
 * (Forge dfdcbab6, A1111 v1.10.1); those of img2img from the source.
 */
const side = bounds(64, 2048, 8);
const share = bounds(0, 1, 0.01);
const many = { multiselect: true, choices: [] as string[] };

export function forgeTxt2imgRows(lists: UiLists): InputRow[] {
  return [
    ['textbox', null, null, null, 'id_task', { visible: false }],
    ...promptRows,
    ...countRows,
    ['slider', 'CFG Scale', '@_cfg_scale', 7, 'cfg_scale', bounds(1, 30, 0.1)],
    [
      'slider',
      'Distilled CFG Scale',
      '@_distilled_cfg_scale',
      3.5,
      'distilled_cfg_scale',
      bounds(0, 30, 0.1),
    ],
    ...sizeRows,
    ...hiresRows(lists),
    [
      'dropdown',
      'Hires Checkpoint',
      'hr_checkpoint',
      same('checkpoint'),
      'hr_checkpoint_name',
      models(lists),
    ],
    [
      'dropdown',
      'Hires VAE / Text Encoder',
      'hr_vae_te',
      ['Use same choices'],
      'hr_additional_modules',
      { multiselect: true, choices: ['Use same choices', 'Built-in', ...lists.modules] },
    ],
    ...hiresSamplingRows(lists),
    ['textbox', 'Hires prompt', 'hires_prompt', null, 'hr_prompt'],
    ['textbox', 'Hires negative prompt', 'hires_neg_prompt', null, 'hr_negative_prompt'],
    ['slider', 'Hires CFG Scale', '@_hr_cfg', 7, 'hr_cfg', bounds(1, 30, 0.1)],
    [
      'slider',
      'Hires Distilled CFG Scale',
      '@_hr_distilled_cfg',
      3.5,
      'hr_distilled_cfg',
      bounds(0, 30, 0.1),
    ],
    overrideRow,
  ];
}

export function a1111Txt2imgRows(lists: UiLists): InputRow[] {
  return [
    ['label', null, null, {}, 'id_task', { visible: false }],
    ...promptRows,
    ...countRows,
    ['slider', 'CFG Scale', '@_cfg_scale', 7, 'cfg_scale', bounds(1, 30, 0.5)],
    ...sizeRows,
    ...hiresRows(lists),
    ['dropdown', 'Checkpoint', 'hr_checkpoint', same('checkpoint'), 'hr_checkpoint_name', models(lists)],
    ...hiresSamplingRows(lists),
    ['textbox', 'Hires prompt', 'hires_prompt', '', 'hr_prompt'],
    ['textbox', 'Hires negative prompt', 'hires_neg_prompt', '', 'hr_negative_prompt'],
    overrideRow,
  ];
}

export function forgeImg2imgRows(): InputRow[] {
  const canvas = (elemId: string, field?: string): InputRow => ['textbox', null, elemId, null, field];
  return [
    ['textbox', null, null, null, 'id_task', { visible: false }],
    ['number', null, null, 0, 'mode', { visible: false }],
    ...promptRows,
    canvas('img2img_image', 'init_img'),
    canvas('img2img_sketch', 'sketch'),
    canvas('img2img_sketch_fg'),
    canvas('img2maskimg', 'init_img_with_mask'),
    canvas('img2maskimg_fg', 'mask_fg'),
    canvas('inpaint_sketch', 'inpaint_color_sketch'),
    canvas('inpaint_sketch_fg', 'sketch_fg'),
    ['image', 'Image for img2img', 'img_inpaint_base', null, 'init_img_inpaint'],
    ['image', 'Mask', 'img_inpaint_mask', null, 'init_mask_inpaint'],
    ...maskRows,
    ...countRows,
    ['slider', 'CFG Scale', '@_cfg_scale', 7, 'cfg_scale', bounds(1, 30, 0.1)],
    [
      'slider',
      'Distilled CFG Scale',
      '@_distilled_cfg_scale',
      3.5,
      'distilled_cfg_scale',
      bounds(0, 30, 0.1),
    ],
    ...resizeRows('number'),
    ...batchRows,
  ];
}

export function a1111Img2imgRows(): InputRow[] {
  return [
    ['label', null, null, {}, 'id_task', { visible: false }],
    ['label', null, null, {}, 'mode', { visible: false }],
    ...promptRows,
    ['image', 'Image for img2img', 'img2img_image', null, 'init_img'],
    ['image', 'Image for img2img', 'img2img_sketch', null, 'sketch'],
    ['image', 'Image for inpainting with mask', 'img2maskimg', null, 'init_img_with_mask'],
    ['image', 'Color sketch inpainting', 'inpaint_sketch', null, 'inpaint_color_sketch'],
    ['state', null, null, null],
    ['image', 'Image for img2img', 'img_inpaint_base', null, 'init_img_inpaint'],
    ['image', 'Mask', 'img_inpaint_mask', null, 'init_mask_inpaint'],
    ...maskRows,
    ...countRows,
    ['slider', 'CFG Scale', '@_cfg_scale', 7, 'cfg_scale', bounds(1, 30, 0.5)],
    ...resizeRows('state'),
    ...batchRows,
  ];
}

const promptRows: InputRow[] = [
  ['textbox', 'Prompt', '@_prompt', '', 'prompt'],
  ['textbox', 'Negative prompt', '@_neg_prompt', '', 'negative_prompt'],
  ['dropdown', 'Styles', '@_styles', [], 'styles', many],
];

const countRows: InputRow[] = [
  ['slider', 'Batch count', '@_batch_count', 1, 'n_iter', bounds(1, 100, 1)],
  ['slider', 'Batch size', '@_batch_size', 1, 'batch_size', bounds(1, 8, 1)],
];

const sizeRows: InputRow[] = [
  ['slider', 'Height', '@_height', 512, 'height', side],
  ['slider', 'Width', '@_width', 512, 'width', side],
];

const overrideRow: InputRow = [
  'dropdown',
  'Override settings',
  '@_override_settings',
  null,
  'override_settings_texts',
  many,
];

function hiresRows(lists: UiLists): InputRow[] {
  return [
    ['checkbox', 'Hires. fix', '@_hr-checkbox', false, 'enable_hr'],
    ['slider', 'Denoising strength', '@_denoising_strength', 0.7, 'denoising_strength', share],
    ['slider', 'Upscale by', '@_hr_scale', 2, 'hr_scale', bounds(1, 4, 0.05)],
    ['dropdown', 'Upscaler', '@_hr_upscaler', 'Latent', 'hr_upscaler', { choices: lists.upscalers }],
    ['slider', 'Hires steps', '@_hires_steps', 0, 'hr_second_pass_steps', bounds(0, 150, 1)],
    ['slider', 'Resize width to', '@_hr_resize_x', 0, 'hr_resize_x', bounds(0, 2048, 8)],
    ['slider', 'Resize height to', '@_hr_resize_y', 0, 'hr_resize_y', bounds(0, 2048, 8)],
  ];
}

function hiresSamplingRows({ samplers, schedulers }: UiLists): InputRow[] {
  const or = (first: string, rest: string[]): object => ({ choices: [first, ...rest] });
  const [sampler, scheduler] = [same('sampler'), same('scheduler')];
  return [
    [
      'dropdown',
      'Hires sampling method',
      'hr_sampler',
      sampler,
      'hr_sampler_name',
      { ...or(sampler, samplers) },
    ],
    [
      'dropdown',
      'Hires schedule type',
      'hr_scheduler',
      scheduler,
      'hr_scheduler',
      { ...or(scheduler, schedulers) },
    ],
  ];
}

function same(what: string): string {
  return `Use same ${what}`;
}

function models({ checkpoints }: UiLists): Record<string, unknown> {
  return { choices: [same('checkpoint'), ...checkpoints] };
}

const maskRows: InputRow[] = [
  ['slider', 'Mask blur', '@_mask_blur', 4, 'mask_blur', bounds(0, 64, 1)],
  ['slider', 'Mask transparency', '@_mask_alpha', 0],
  [
    'radio',
    'Masked content',
    '@_inpainting_fill',
    'original',
    'inpainting_fill',
    { type: 'index', choices: ['fill', 'original', 'latent noise', 'latent nothing'] },
  ],
];

/** The tab for "resize by" is remembered in a hidden number (Forge) or a state (A1111). */
function resizeRows(tabType: 'number' | 'state'): InputRow[] {
  return [
    ['slider', 'Image CFG Scale', '@_image_cfg_scale', 1.5, 'image_cfg_scale', bounds(0, 3, 0.05)],
    ['slider', 'Denoising strength', '@_denoising_strength', 0.75, 'denoising_strength', share],
    [tabType, null, null, 0, 'selected_scale_tab', { visible: false }],
    ...sizeRows,
    ['slider', 'Scale', '@_scale', 1, 'scale_by', bounds(0.05, 4, 0.05)],
    [
      'radio',
      'Resize mode',
      'resize_mode',
      'Just resize',
      'resize_mode',
      {
        type: 'index',
        choices: ['Just resize', 'Crop and resize', 'Resize and fill', 'Just resize (latent upscale)'],
      },
    ],
    [
      'radio',
      'Inpaint area',
      '@_inpaint_full_res',
      'Whole picture',
      'inpaint_full_res',
      { type: 'index', choices: ['Whole picture', 'Only masked'] },
    ],
    ['slider', 'Only masked padding, pixels', '@_inpaint_full_res_padding', 32, 'inpaint_full_res_padding'],
    [
      'radio',
      'Mask mode',
      '@_mask_mode',
      'Inpaint masked',
      'inpainting_mask_invert',
      { type: 'index', choices: ['Inpaint masked', 'Inpaint not masked'] },
    ],
  ];
}

const batchRows: InputRow[] = [
  ['textbox', 'Input directory', '@_batch_input_dir', ''],
  ['textbox', 'Output directory', '@_batch_output_dir', ''],
  [
    'textbox',
    'Inpaint batch mask directory (required for inpaint batch processing only)',
    '@_batch_inpaint_mask_dir',
    '',
  ],
  overrideRow,
  ['checkbox', 'Append png info to prompts', '@_batch_use_png_info', false],
  ['checkboxgroup', 'Parameters to take from png info', '@_batch_png_info_props', []],
  ['textbox', 'PNG info directory', '@_batch_png_info_dir', ''],
  ['textbox', null, null, 'upload', undefined, { visible: false }],
  ['file', 'Files', '@_batch_upload', null],
];
