// From stored parameters to the exact request for one server: a graph with every name resolved against what it has.
import type { JsonObject } from '../../../../common/json.js';
import {
  DispatchError,
  type Inventory,
  type InventorySource,
  type PreparedRequest,
  type Target,
} from '../../../contract/index.js';
import type { FindTemplate } from '../params/read-params.js';
import { asJson } from '../workflow/read-workflow.js';
import type { Draft } from './draft.js';
import { expectationOf } from './expectation.js';
import { preparePlain } from './prepare-plain.js';
import { prepareWorkflow } from './prepare-workflow.js';

/** Resolves against the cached lists, and once more against fresh ones when a name is not in them. */
export async function prepareWithRefresh(
  params: JsonObject,
  target: Target,
  source: InventorySource,
  findTemplate: FindTemplate,
): Promise<PreparedRequest> {
  const cached = source.current();
  if (!cached) return prepareRequest(params, target, await source.refresh(), findTemplate);
  try {
    return prepareRequest(params, target, cached, findTemplate);
  } catch (error) {
    const isMissing = error instanceof DispatchError && error.elsewhere;
    if (!isMissing) throw error;
  }
  return prepareRequest(params, target, await source.refresh(), findTemplate);
}

/** @throws DispatchError permanent, for a name that the server lacks or that means several files */
export function prepareRequest(
  params: JsonObject,
  target: Target,
  inventory: Inventory,
  findTemplate: FindTemplate,
): PreparedRequest {
  const { options } = target;
  const draft: Draft = { params, inventory, options, findTemplate, warnings: [], uploads: [] };
  const graph = params['workflow'] === undefined ? preparePlain(draft) : prepareWorkflow(draft);
  const previews = params['previews'] !== false;
  return {
    method: 'POST',
    path: '/prompt',
    // Empty objects are left out on purpose: a null in extra_pnginfo breaks the server's list of jobs (seen on 0.33.0).
    body: { prompt: asJson(graph), extra_data: { preview_method: previews ? 'auto' : 'none' } },
    ...(draft.uploads.length > 0 ? { uploads: draft.uploads } : {}),
    expect: { ...expectationOf(graph) },
    warnings: [...new Set(draft.warnings)],
  };
}
