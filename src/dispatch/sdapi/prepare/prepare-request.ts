// From stored parameters to the exact request for one server: every name resolved against what the server has.
import type { JsonObject } from '../../../common/json.js';
import {
  DispatchError,
  type Inventory,
  type InventorySource,
  type PreparedRequest,
  type Target,
} from '../../contract/index.js';
import type { WebuiFlavour } from '../flavour.js';
import { checkScripts } from './check-scripts.js';
import { chooseLoras } from './choose-loras.js';
import { chooseCheckpoints, chooseHiresModules, chooseModules } from './choose-models.js';
import { chooseOptions, keysToPin, orderedOverrides } from './choose-options.js';
import { chooseSamplers } from './choose-samplers.js';
import { copyFields } from './copy-fields.js';
import { newDraft } from './draft.js';
import { expectationOf } from './expectation.js';
import { saveOnServer } from './saved-results.js';

/** Resolves against the cached lists, and once more against fresh ones when a name is not in them. */
export async function prepareWithRefresh(
  source: InventorySource,
  prepare: (inventory: Inventory) => PreparedRequest | Promise<PreparedRequest>,
): Promise<PreparedRequest> {
  const cached = source.current();
  if (!cached) return prepare(await source.refresh());
  try {
    return await prepare(cached);
  } catch (error) {
    const isMissing = error instanceof DispatchError && error.elsewhere;
    if (!isMissing) throw error;
  }
  return prepare(await source.refresh());
}

/** @throws DispatchError permanent, for a name that the server lacks or that means several files */
export function prepareRequest(
  params: JsonObject,
  target: Target,
  inventory: Inventory,
  flavour: WebuiFlavour,
): PreparedRequest {
  const draft = newDraft(params, inventory, flavour);
  copyFields(draft);
  chooseCheckpoints(draft);
  chooseModules(draft);
  chooseHiresModules(draft);
  chooseOptions(draft);
  chooseSamplers(draft);
  chooseLoras(draft);
  checkScripts(draft);
  const saved = target.options['fetch_lost_results'] === true ? saveOnServer(draft) : null;
  const overrides = orderedOverrides(draft.overrides);
  const transport = { send_images: true, save_images: saved !== null };
  return {
    method: 'POST',
    path: draft.isImg2img ? '/sdapi/v1/img2img' : '/sdapi/v1/txt2img',
    body: { ...draft.body, override_settings: overrides, ...transport },
    expect: { ...expectationOf(draft, keysToPin(draft), saved) },
    warnings: draft.warnings,
  };
}
