import type { JsonObject } from '../../../common/json.js';
import type { WebuiFlavour } from '../../sdapi/flavour.js';

export const FORGE: WebuiFlavour = {
  appType: 'forge',
  label: 'Forge',
  modulesPath: 'sdapi/v1/sd-modules',
  modulesOption: 'forge_additional_modules',
  recognises: (options) => 'forge_additional_modules' in options,
  recognisesPage: (has) => has('txt2img_distilled_cfg_scale'),
  checkpointText: 'Model',
  otherAppType: 'a1111',
  ownFields: ['distilled_cfg_scale', 'hr_cfg', 'hr_distilled_cfg', 'hr_additional_modules'],
  truncateFractions: false,
  modulesValue: (files) => files,
  maxModules: 20,
  completeHires,
  settleMs: 0,
  reloadsByHand: false,
};

/**
 * Without modules Forge crashes after the first pass (TypeError), and its API's default CFG of the second pass is 1
 * (both seen on Forge dfdcbab6).
 */
function completeHires(body: JsonObject): JsonObject {
  const distilled = body['distilled_cfg_scale'];
  return {
    hr_additional_modules: ['Use same choices'],
    hr_cfg: body['cfg_scale'],
    ...(distilled === undefined ? {} : { hr_distilled_cfg: distilled }),
    ...body,
  };
}
