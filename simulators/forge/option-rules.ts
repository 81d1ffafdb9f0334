import { basename, join } from 'node:path';
import type { OptionValues } from './dialects/option-defaults.js';
import { PythonError } from './python-errors.js';
import { pythonRepr } from '../common/python-text.js';
import type { ServerLife } from './server-life.js';
import type { Settings } from './simulator-options.js';

/** What setting options means beyond storing them: overrides of one job, and POST /options. */

/** The factory values with the output folders of this data folder. */
export function withFolders(defaults: OptionValues, dataDir: string): OptionValues {
  const folder = (name: string): string => join(dataDir, 'outputs', name);
  return {
    ...defaults,
    outdir_samples: '',
    outdir_txt2img_samples: folder('txt2img-images'),
    outdir_img2img_samples: folder('img2img-images'),
    outdir_extras_samples: folder('extras-images'),
    outdir_grids: '',
    outdir_txt2img_grids: folder('txt2img-grids'),
    outdir_img2img_grids: folder('img2img-grids'),
    outdir_save: join(dataDir, 'log', 'images'),
    outdir_init_images: folder('init-images'),
  };
}

/** Forge turns module names into full paths and forgets the ones it does not know. */
export function storedValue(settings: Settings, key: string, value: unknown): unknown {
  if (key !== 'forge_additional_modules' || !settings.dialect.hasModules || !Array.isArray(value))
    return value;
  return value
    .map((name) => settings.modules.find((module) => basename(module) === basename(String(name))))
    .filter((module) => module !== undefined)
    .map((module) => modulePath(settings, module));
}

export function modulePath(settings: Settings, module: string): string {
  return `${settings.modelsRoot}/VAE/${module}`;
}

/**
 * Runs `work` under a job's override_settings and puts the options back, except those that never
 * were saved: they stay as overridden. An unknown checkpoint is dropped without a word.
 * @throws PythonError KeyError for an unknown option.
 */
export async function withOverrides<T>(
  settings: Settings,
  life: ServerLife,
  overrides: Record<string, unknown>,
  restore: boolean,
  work: () => Promise<T>,
): Promise<T> {
  const { options } = life;
  const remembered = Object.keys(overrides)
    .filter((key) => options.isSaved(key))
    .map((key): [string, unknown] => [key, options.get(key)]);
  try {
    for (const [key, value] of Object.entries(overrides)) options.set(key, storedValue(settings, key, value));
    return await work();
  } finally {
    if (restore) for (const [key, value] of remembered) options.note(key, value);
  }
}

/** The overrides the server will really apply: without a checkpoint it does not know. */
export function usableOverrides(
  life: ServerLife,
  payload: Record<string, unknown>,
  ignoreCheckpoint: boolean,
): Record<string, unknown> {
  const overrides = { ...(payload['override_settings'] as Record<string, unknown> | null) };
  const wanted = overrides['sd_model_checkpoint'];
  const known = typeof wanted === 'string' && life.library.byAlias(wanted) !== null;
  if (!known || ignoreCheckpoint) delete overrides['sd_model_checkpoint'];
  return overrides;
}

/**
 * POST /options: sets what it can in order, and writes config.json if all went well.
 * @throws PythonError RuntimeError for an unknown checkpoint, KeyError for an unknown option.
 */
export function setOptions(settings: Settings, life: ServerLife, values: Record<string, unknown>): void {
  const checkpoint = values['sd_model_checkpoint'] ?? null;
  const name = typeof checkpoint === 'string' ? checkpoint : JSON.stringify(checkpoint);
  if (checkpoint !== null && !life.library.byAlias(name)) {
    throw new PythonError('RuntimeError', `model ${pythonRepr(name)} not found`);
  }
  for (const [key, value] of Object.entries(values)) {
    if (key === 'sd_model_checkpoint' && meansTheSame(settings, life, value)) continue;
    life.options.set(key, storedValue(settings, key, value));
  }
  life.options.save();
}

/** Forge keeps the earlier spelling when both name the same file (seen on dfdcbab6). */
function meansTheSame(settings: Settings, life: ServerLife, alias: unknown): boolean {
  const present = life.options.get('sd_model_checkpoint');
  if (!settings.dialect.hasModules || typeof alias !== 'string' || typeof present !== 'string') return false;
  return life.library.byAlias(alias) === life.library.byAlias(present);
}
