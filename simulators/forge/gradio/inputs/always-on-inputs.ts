import { bounds } from './ui-input.js';
import type { InputRow } from './ui-input.js';
import type { UiLists } from './ui-lists.js';

/** The three always-on scripts of both servers that are part of the plain page: Sampler, Refiner, Seed. */
export function alwaysOnRows({ samplers, schedulers, checkpoints }: UiLists): InputRow[] {
  return [
    ['slider', 'Sampling steps', '@_steps', 20, 'steps', bounds(1, 150, 1)],
    ['dropdown', 'Sampling method', '@_sampling', samplers[0], 'sampler_name', { choices: samplers }],
    ['dropdown', 'Schedule type', '@_scheduler', schedulers[0], 'scheduler', { choices: schedulers }],
    ['checkbox', 'Refiner', '@_enable-checkbox', false, 'enable_refiner'],
    ['dropdown', 'Checkpoint', '@_checkpoint', '', 'refiner_checkpoint', { choices: ['', ...checkpoints] }],
    ['slider', 'Switch at', '@_switch_at', 0.8, 'refiner_switch_at', bounds(0.01, 1, 0.01)],
    ['number', 'Seed', '@_seed', -1, 'seed'],
    ['checkbox', 'Extra', '@_subseed_show', false, 'subseed_show'],
    ['number', 'Variation seed', '@_subseed', -1, 'subseed'],
    ['slider', 'Variation strength', '@_subseed_strength', 0, 'subseed_strength', bounds(0, 1, 0.01)],
    ['slider', 'Resize seed from width', '@_seed_resize_from_w', 0, 'seed_resize_from_w', bounds(0, 2048, 8)],
    [
      'slider',
      'Resize seed from height',
      '@_seed_resize_from_h',
      0,
      'seed_resize_from_h',
      bounds(0, 2048, 8),
    ],
  ];
}

/** What an installed extension puts between them and the built-in ones. Only ADetailer's are its real ones. */
export function extensionRows(extension: string): InputRow[] {
  const id = (what: string): string => `script_@_${extension}_${what}`;
  if (extension === 'adetailer') {
    return [
      ['checkbox', 'ADetailer', id('ad_main_accordion-checkbox'), false],
      ['checkbox', 'Skip img2img', id('ad_skip_img2img'), false],
      ['state', null, null, null],
      ['state', null, null, null],
    ];
  }
  return [
    ['checkbox', 'Enabled', id('enabled'), false],
    ['dropdown', 'Mode', id('mode'), 'Off', undefined, { choices: ['Off', 'On'] }],
    ['textbox', 'Text', id('text'), null],
    ['state', null, null, null],
  ];
}
