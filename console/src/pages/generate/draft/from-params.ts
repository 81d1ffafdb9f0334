// From parameters (of a job, an image, an infotext) to the form.
import { setLora } from '../prompt/lora-text';
import { firstParams } from './app-type-change';
import { isGiven, textOf, type Draft, type Params } from './draft';
import { PLAIN } from './run';

export interface Filled {
  draft: Draft;
  /** Names of the parameters that were taken. */
  taken: string[];
}

/** Other names under which some clients and sites write the same. */
const SAME_AS: Record<string, string> = {
  positive_prompt: 'prompt',
  sampler: 'sampler_name',
  sampler_index: 'sampler_name',
  checkpoint: 'checkpoint_name',
  sd_model_checkpoint: 'checkpoint_name',
  sd_vae: 'vae',
  forge_additional_modules: 'modules',
  batch_count: 'n_iter',
};
/** Pictures are not kept with a job's parameters but for a stump. */
const NOT_TAKEN = new Set(['init_images', 'mask', 'latent_mask', 'firstpass_image', 'infotext']);
/** Stay as they are in the form when what fills it does not name them. */
const KEPT = ['checkpoint_name', 'vae', 'modules'];

/**
 * The form with these parameters. What they do not name goes back to where a new form starts, so that nothing of the
 * last picture slips into this one; the model, the server and the place in the queue stay.
 */
export function fillFrom(draft: Draft, raw: Params): Filled {
  const given = namesUnified(raw);
  const { loras, alwayson_scripts: scripts, ...params } = given;
  const before = draft.plain ?? draft.params;
  const kept = Object.fromEntries(
    KEPT.filter((name) => isGiven(before[name])).map((name) => [name, before[name]]),
  );
  const merged: Params = { ...firstParams(draft.appType), ...kept, ...params };
  merged['prompt'] = withLoras(textOf(merged, 'prompt'), loras);
  return {
    draft: {
      ...draft,
      mode: 'text',
      run: PLAIN,
      params: merged,
      plain: null,
      scripts: hasMembers(scripts) ? JSON.stringify(scripts, null, 2) : '',
    },
    taken: Object.keys(given).filter((name) => isGiven(given[name])),
  };
}

function namesUnified(raw: Params): Params {
  const result: Params = {};
  for (const [key, value] of Object.entries(raw)) {
    if (NOT_TAKEN.has(key) || !isGiven(value)) continue;
    const name = SAME_AS[key] ?? key;
    if (name === key || !isGiven(raw[name])) result[name] = value;
  }
  return result;
}

function withLoras(prompt: string, loras: unknown): string {
  if (!Array.isArray(loras)) return prompt;
  return loras.reduce<string>((text, lora: unknown) => {
    const { name, weight } = typeof lora === 'object' && lora !== null ? (lora as Params) : { name: lora };
    if (typeof name !== 'string' || name === '') return text;
    return setLora(text, name, typeof weight === 'number' ? weight : 1);
  }, prompt);
}

function hasMembers(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
