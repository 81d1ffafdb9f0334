// From the dialog to what the API takes. Pure.
import type { Schemas } from '../../../api/client';

export type EditChange = Schemas['EditJobDto'];

/** Parameters that people change in many jobs at once, and how they are typed. */
export const EDITABLE = {
  prompt: 'lines',
  negative_prompt: 'lines',
  checkpoint_name: 'text',
  sampler_name: 'text',
  scheduler: 'text',
  steps: 'number',
  cfg_scale: 'number',
  width: 'number',
  height: 'number',
  seed: 'number',
  value: 'word',
  target_server_alias: 'server',
  not_before: 'time',
  other: 'json',
} as const;
export type Editable = keyof typeof EDITABLE;

export interface EditForm {
  which: Editable;
  /** Of another parameter, or of a value of a ComfyUI workflow. */
  name: string;
  value: string;
  remove: boolean;
}

/** Whether the person says which parameter it is. */
export const isNamed = (which: Editable): boolean => which === 'other' || which === 'value';

export type EditProblem = 'needsName' | 'needsValue' | 'badJson';

export function editChange({ which, name, value, remove }: EditForm): EditChange | EditProblem {
  if (isNamed(which) && !name.trim()) return 'needsName';
  if (which === 'value') return valueChange(name, value);
  const param = which === 'other' ? name.trim() : which;
  if (which === 'target_server_alias') return { target_server_alias: remove ? '' : value };
  if (which === 'not_before') {
    if (remove) return { not_before: null };
    return Number.isNaN(Date.parse(value)) ? 'needsValue' : { not_before: new Date(value).toISOString() };
  }
  if (remove) return { generation_params: { [param]: null } };
  const kind = EDITABLE[which];
  if (kind === 'lines') return { generation_params: { [param]: value } };
  if (!value.trim()) return 'needsValue';
  if (kind === 'text') return { generation_params: { [param]: value.trim() } };
  if (kind === 'number') {
    const number = Number(value.replace(',', '.'));
    return Number.isFinite(number) ? { generation_params: { [param]: number } } : 'needsValue';
  }
  try {
    return { generation_params: { [param]: JSON.parse(value) as unknown } };
  } catch {
    return 'badJson';
  }
}

/** Numbers and switches as such; everything else is a text. */
function valueChange(name: string, typed: string): EditChange | EditProblem {
  if (typed.trim() === '') return 'needsValue';
  const number = Number(typed.trim().replace(',', '.'));
  const value = Number.isFinite(number) ? number : (SWITCHES[typed.trim()] ?? typed);
  return { generation_params: { [`values.${name.trim().replace(/^values\./, '')}`]: value } };
}

const SWITCHES: Readonly<Record<string, boolean>> = { true: true, false: false };
