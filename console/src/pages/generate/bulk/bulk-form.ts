// What the dialog asks for, and the request it makes of the form's. Pure.
import type { BulkBody } from '../../../api/queries/generate';
import type { GenerateRequest } from '../draft/to-request';
import { linesOf, toMatrix, type Axis } from './matrix';

export type BulkKind = 'seeds' | 'matrix' | 'list';

export interface BulkForm {
  kind: BulkKind;
  name: string;
  /** Of each variation. */
  quantity: number;
  /** `kept`: all with the seed of the form. */
  seeds: 'random' | 'incremental' | 'kept';
  /** Seconds between the starts of two jobs. */
  delay: number;
  axes: readonly Axis[];
  /** One prompt a line. */
  prompts: string;
}

export const FIRST_BULK: BulkForm = {
  kind: 'seeds',
  name: '',
  quantity: 4,
  seeds: 'random',
  delay: 0,
  axes: [],
  prompts: '',
};

/** `hasFile`: the list comes beside the request. */
export function toBulk(request: GenerateRequest, form: BulkForm, hasFile = false): BulkBody {
  const body: BulkBody = { ...request, bulk_quantity: form.quantity };
  if (form.name.trim() !== '') body.name = form.name.trim();
  if (form.delay > 0) body.job_delay = form.delay;
  if (form.seeds !== 'kept') body.seed_variation = form.seeds;
  const seed = request.generation_params['seed'];
  if (form.seeds === 'incremental' && typeof seed === 'number' && seed >= 0) body.base_seed = seed;
  const matrix = form.kind === 'matrix' ? toMatrix(form.axes) : undefined;
  if (matrix) body.matrix = matrix;
  const lines = form.kind === 'list' && !hasFile ? linesOf(form.prompts) : [];
  if (lines.length) body.prompt_list = lines;
  return body;
}

/** Whether there is enough to ask the server what it would be. */
export function isWhole(form: BulkForm, hasFile: boolean): boolean {
  if (form.kind === 'matrix') return toMatrix(form.axes) !== undefined;
  if (form.kind === 'list') return hasFile || linesOf(form.prompts).length > 0;
  return true;
}
