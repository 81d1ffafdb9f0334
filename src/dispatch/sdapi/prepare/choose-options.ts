// override_settings of a request. An unknown key is a 500 on the server; a key that it never saved is not put back
// after the job (seen on Forge dfdcbab6 and A1111 1.10.1), so such keys are pinned before: see run/option-pins.ts.
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import { baselineValues, optionKeys, optionValues, type Draft } from './draft.js';
import { notFound } from '../../names/refuse.js';

const CLIP_SKIP = 'CLIP_stop_at_last_layers';

export function chooseOptions(draft: Draft): void {
  const own = draft.params['override_settings'];
  const known = optionKeys(draft.inventory);
  for (const [key, value] of Object.entries(isJsonObject(own) ? own : {})) {
    if (known.size > 0 && !known.has(key)) throw notFound('unknown_option', 'option', key, known);
    draft.overrides[key] = value;
  }
  if (known.size === 0 || known.has(CLIP_SKIP)) draft.overrides[CLIP_SKIP] = clipSkip(draft);
}

/** The overrides that could stay behind on the server and change other people's pictures. */
export function keysToPin(draft: Draft): string[] {
  const current = optionValues(draft.inventory);
  return Object.entries(draft.overrides)
    .filter(([key, value]) => key !== 'sd_model_checkpoint' && !isSame(value, current[key]))
    .map(([key]) => key);
}

/** Always told, so that what an earlier job left behind cannot change this one. */
function clipSkip(draft: Draft): number {
  const asked = draft.params['clip_skip'];
  if (typeof asked === 'number') return asked;
  const baseline = Number(baselineValues(draft.inventory)[CLIP_SKIP] ?? 1);
  return Number.isInteger(baseline) && baseline >= 1 ? baseline : 1;
}

/** Forge names modules by full path where a request gives file names. */
function isSame(value: unknown, current: unknown): boolean {
  return JSON.stringify(fileNames(value)) === JSON.stringify(fileNames(current));
}

function fileNames(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item) => (typeof item === 'string' ? item.split(/[\\/]/).at(-1) : (item as unknown)));
}

/** Overrides as they are sent, checkpoint and modules first. */
export function orderedOverrides(overrides: JsonObject): JsonObject {
  const { sd_model_checkpoint: checkpoint, ...rest } = overrides;
  return checkpoint === undefined ? rest : { sd_model_checkpoint: checkpoint, ...rest };
}
