import { describe, expect, it } from '@jest/globals';
import { Environment, OPTIONAL_VARIABLES, readSettings } from './settings.js';
import { isSecretSetting, shownSettings } from './shown-settings.js';

const NAMES = [...new Set([...Object.keys(new Environment()), ...OPTIONAL_VARIABLES])];

describe(shownSettings.name, () => {
  it('has every variable, each with a sentence', () => {
    const shown = shownSettings(readSettings({}));
    expect(shown.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
    expect(shown.filter(({ description }) => !/^\S.+\.$/.test(description))).toEqual([]);
  });

  it('tells what is another than by default', () => {
    const shown = new Map(
      shownSettings(readSettings({ PORT: '4000', CONFIG_DATA_PATH: '/d', SDAPI_MODE: 'async' })).map(
        (one) => [one.name, one],
      ),
    );
    expect(shown.get('PORT')).toMatchObject({ value: 4000, default: 3000, isDefault: false });
    expect(shown.get('SDAPI_MODE')).toMatchObject({ value: 'async', isDefault: true });
    expect(shown.get('CONFIG_DATA_PATH')).toMatchObject({ value: '/d', isDefault: false });
    expect(shown.get('STABLE_DIFFUSION_SAVE_PATH')).toMatchObject({ value: '/d/outputs', isDefault: true });
    expect(shown.get('PUBLIC_URL')).toMatchObject({ value: null, default: null, isDefault: true });
  });

  it('shows of secrets only that they are set', () => {
    const secrets = NAMES.filter(isSecretSetting);
    expect(secrets.sort()).toEqual([
      'AUTH_TOKEN',
      'DATABASE_URL',
      'STABLEQUEUE_ADMIN_PASSWORD',
      'STABLEQUEUE_SECRET_KEY',
    ]);
    const given = {
      AUTH_TOKEN: 'canary-canary-canary',
      STABLEQUEUE_ADMIN_PASSWORD: 'canary-canary-canary',
      STABLEQUEUE_SECRET_KEY: 'ca'.repeat(32),
    };
    const shown = shownSettings(readSettings(given));
    expect(JSON.stringify(shown)).not.toMatch(/canary|caca/);
    expect(shown.filter(({ value }) => value === 'set')).toHaveLength(3);
  });
});
