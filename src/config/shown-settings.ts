// The settings as people may see them: what a secret one holds is nobody's business.
import { resolve } from 'node:path';
import { SETTING_DESCRIPTIONS } from './setting-descriptions.js';
import { Environment, type Settings } from './settings.js';

export interface ShownSetting {
  /** Of the variable. */
  name: string;
  /** Null: not set. Of a secret only `set`. */
  value: string | number | null;
  default: string | number | null;
  isDefault: boolean;
  description: string;
}

export function isSecretSetting(name: string): boolean {
  return /KEY|PASSWORD|SECRET|TOKEN|DATABASE_URL/.test(name) && !name.endsWith('_FILE');
}

/** In the order in which they are documented. */
export function shownSettings(settings: Settings): ShownSetting[] {
  const defaults = new Environment();
  const names = Object.keys(SETTING_DESCRIPTIONS) as (keyof Environment)[];
  return names.map((name) => {
    const value = valueOf(settings, name);
    const fallback = defaultOf(defaults, settings, name);
    const shown = isSecretSetting(name) && value !== null ? 'set' : value;
    const description = SETTING_DESCRIPTIONS[name];
    return { name, value: shown, default: fallback, isDefault: value === fallback, description };
  });
}

function valueOf(settings: Settings, name: keyof Environment): string | number | null {
  if (name === 'CONFIG_DATA_PATH') return settings.dataDir;
  if (name === 'STABLE_DIFFUSION_SAVE_PATH') return settings.imagesDir;
  return settings[name] ?? null;
}

/** Folders are told whole, so their defaults are too. */
function defaultOf(
  defaults: Environment,
  settings: Settings,
  name: keyof Environment,
): string | number | null {
  if (name === 'CONFIG_DATA_PATH') return resolve(defaults.CONFIG_DATA_PATH);
  if (name === 'STABLE_DIFFUSION_SAVE_PATH') return resolve(settings.dataDir, 'outputs');
  return defaults[name] ?? null;
}
