import { paramsFromComfyGraph } from '../../../../common/comfyui-graph.js';
import { isJsonObject, type JsonObject } from '../../../../common/json.js';
import type { ParamsSummary } from '../../../contract/index.js';

/** What the queue shows and searches by; of a workflow what its usual parts say, where the job says nothing. */
export function summarizeComfyuiParams(params: JsonObject): ParamsSummary {
  const { workflow } = params;
  const graph = isJsonObject(workflow) ? (paramsFromComfyGraph(JSON.stringify(workflow)) ?? {}) : {};
  const said = { ...graph, ...params };
  return {
    prompt: text(said['prompt']),
    negativePrompt: text(said['negative_prompt']),
    width: number(said['width']),
    height: number(said['height']),
    steps: number(said['steps']),
    images: (number(said['batch_size']) ?? 1) * (workflow === undefined ? (number(said['n_iter']) ?? 1) : 1),
    seed: number(said['seed']),
    checkpoint: text(said['checkpoint_name']),
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
