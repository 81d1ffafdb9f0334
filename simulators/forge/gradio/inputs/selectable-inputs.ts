import type { InputRow } from './ui-input.js';

/**
 * What the selectable scripts of both servers add behind everything else, in the order of recorded
 * /config files (Forge dfdcbab6, A1111 v1.10.1). The simulator makes nothing of them.
 */
const forgeRows: readonly InputRow[] = [
  ['checkbox', 'Put variable parts at start of prompt', 'script_@_prompt_matrix_put_at_start', false],
  ['checkbox', 'Use different seed for each picture', 'script_@_prompt_matrix_different_seeds', false],
  ['radio', 'Select prompt', 'script_@_prompt_matrix_prompt_type', 'positive'],
  ['radio', 'Select joining char', 'script_@_prompt_matrix_variations_delimiter', 'comma'],
  ['slider', 'Grid margins (px)', 'script_@_prompt_matrix_margin_size', 0],
  ['checkbox', 'Iterate seed every line', 'script_@_prompts_from_file_or_textbox_checkbox_iterate', false],
  [
    'checkbox',
    'Use same random seed for all lines',
    'script_@_prompts_from_file_or_textbox_checkbox_iterate_batch',
    false,
  ],
  ['radio', 'Insert prompts at the', 'script_@_prompts_from_file_or_textbox_prompt_position', 'start'],
  ['textbox', 'List of prompt inputs', 'script_@_prompts_from_file_or_textbox_prompt_txt', null],
  ['checkbox', 'Make a combined image containing all outputs (if more than one)', null, false],
  ['dropdown', 'X type', 'script_@_xyz_plot_x_type', 'Seed'],
  ['textbox', 'X values', 'script_@_xyz_plot_x_values', null],
  ['dropdown', 'X values', null, ''],
  ['dropdown', 'Y type', 'script_@_xyz_plot_y_type', 'Nothing'],
  ['textbox', 'Y values', 'script_@_xyz_plot_y_values', null],
  ['dropdown', 'Y values', null, ''],
  ['dropdown', 'Z type', 'script_@_xyz_plot_z_type', 'Nothing'],
  ['textbox', 'Z values', 'script_@_xyz_plot_z_values', null],
  ['dropdown', 'Z values', null, ''],
  ['checkbox', 'Draw legend', 'script_@_xyz_plot_draw_legend', true],
  ['checkbox', 'Include Sub Images', 'script_@_xyz_plot_include_lone_images', false],
  ['checkbox', 'Include Sub Grids', 'script_@_xyz_plot_include_sub_grids', false],
  ['checkbox', 'Keep -1 for seeds', 'script_@_xyz_plot_no_fixed_seeds', false],
  ['checkbox', 'Vary seeds for X', 'script_@_xyz_plot_vary_seeds_x', false],
  ['checkbox', 'Vary seeds for Y', 'script_@_xyz_plot_vary_seeds_y', false],
  ['checkbox', 'Vary seeds for Z', 'script_@_xyz_plot_vary_seeds_z', false],
  ['slider', 'Grid margins (px)', 'script_@_xyz_plot_margin_size', 0],
  ['checkbox', 'Use text inputs instead of dropdowns', 'script_@_xyz_plot_csv_mode', false],
];

/** A1111 lacks one of them, and its empty textboxes have a value. */
export function selectableRows(forge: boolean): readonly InputRow[] {
  if (forge) return forgeRows;
  return forgeRows
    .filter(([, label]) => !label?.startsWith('Make a combined image'))
    .map(([type, label, elemId, value]): InputRow => [type, label, elemId, value ?? '']);
}
