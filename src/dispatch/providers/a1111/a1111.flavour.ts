import type { WebuiFlavour } from '../../sdapi/flavour.js';

export const A1111: WebuiFlavour = {
  appType: 'a1111',
  label: 'AUTOMATIC1111 Stable Diffusion WebUI',
  modulesPath: 'sdapi/v1/sd-vae',
  modulesOption: 'sd_vae',
  recognises: (options) => !('forge_additional_modules' in options),
  recognisesPage: (has) => !has('txt2img_distilled_cfg_scale'),
  checkpointText: 'Model hash',
  otherAppType: 'forge',
  ownFields: [],
  truncateFractions: true,
  modulesValue: (files) => files[0] ?? 'Automatic',
  maxModules: 1,
  completeHires: (body) => body,
  // A request that arrives while it adds its routes ends its start ("Cannot add middleware after an application
  // has started", a1111#11635).
  settleMs: 3_000,
  // `send_model_to_cpu`: the model is still the loaded one for it, so nothing moves it back (a1111#12971).
  reloadsByHand: true,
};
