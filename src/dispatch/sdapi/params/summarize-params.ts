import type { JsonObject } from '../../../common/json.js';
import type { ParamsSummary } from '../../contract/index.js';

/** What the queue shows and searches by. */
export function summarizeWebuiParams(params: JsonObject): ParamsSummary {
  return {
    prompt: text(params['prompt']),
    negativePrompt: text(params['negative_prompt']),
    width: number(params['width']),
    height: number(params['height']),
    steps: number(params['steps']),
    images: (number(params['batch_size']) ?? 1) * (number(params['n_iter']) ?? 1),
    seed: number(params['seed']),
    checkpoint: text(params['checkpoint_name']),
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
