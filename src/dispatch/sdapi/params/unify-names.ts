// One name for each thing: clients send `positive_prompt`, `sampler_index`, `override_settings.sd_vae` …, we store
// `prompt`, `sampler_name`, `vae`. An explicit value under the unified name wins over one under another name.
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import { isSecretName, withoutCredentialFields } from '../../../common/secret-names.js';

const OTHER_NAMES: Record<string, string> = {
  positive_prompt: 'prompt',
  sampler_index: 'sampler_name',
  sampler: 'sampler_name',
  batch_count: 'n_iter',
  checkpoint: 'checkpoint_name',
  sd_model_checkpoint: 'checkpoint_name',
  sd_vae: 'vae',
  forge_additional_modules: 'modules',
};

/** Options that we have a parameter for. */
const OPTIONS: Record<string, string> = {
  sd_model_checkpoint: 'checkpoint_name',
  sd_vae: 'vae',
  forge_additional_modules: 'modules',
  CLIP_stop_at_last_layers: 'clip_skip',
};

/** Transport is ours to decide; the rest of these is set by the servers or ignored by them. */
const NOT_OURS = ['send_images', 'save_images', 'force_task_id', 'do_not_save_samples', 'do_not_save_grid'];
const NEVER_SENT = new Set([...NOT_OURS, 'include_init_images', 'override_settings_restore_afterwards']);

export function unifyNames(raw: JsonObject, warnings: string[]): JsonObject {
  const params: JsonObject = {};
  for (const [key, value] of Object.entries(withoutCredentialFields(raw))) {
    if (NEVER_SENT.has(key)) continue;
    const name = OTHER_NAMES[key] ?? key;
    if (name !== key && isGiven(raw[name])) continue;
    if (isGiven(value)) params[name] = value;
  }
  return liftOptions(params, warnings);
}

function liftOptions(params: JsonObject, warnings: string[]): JsonObject {
  if (!isJsonObject(params['override_settings'])) return params;
  const lifted = { ...params };
  const rest: JsonObject = {};
  for (const [key, value] of Object.entries(params['override_settings'])) {
    const name = OPTIONS[key];
    if (isSecretName(key))
      warnings.push(
        `override_settings.${key.slice(0, 100)} looks like a secret: it is neither kept nor sent.`,
      );
    else if (!name) rest[key] = value;
    else if (!isGiven(lifted[name])) lifted[name] = value;
    else if (lifted[name] !== value)
      warnings.push(`"${name}" is used; override_settings.${key} differs from it.`);
  }
  if (Object.keys(rest).length > 0) lifted['override_settings'] = rest;
  else delete lifted['override_settings'];
  return lifted;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
