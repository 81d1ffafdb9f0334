import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { BadSettingsError, Environment, OPTIONAL_VARIABLES, readSettings } from './settings.js';

describe(readSettings.name, () => {
  it('has a default for everything', () => {
    expect(readSettings({}, '/home/me')).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      dataDir: '/home/me/data',
      imagesDir: '/home/me/data/outputs',
    });
  });

  it('takes empty variables as absent', () => {
    expect(readSettings({ PORT: '', HOST: ' ' })).toMatchObject({ PORT: 3000, HOST: '127.0.0.1' });
  });

  it('puts images where it is told', () => {
    expect(
      readSettings({ CONFIG_DATA_PATH: '/d', STABLE_DIFFUSION_SAVE_PATH: 'pics' }, '/here'),
    ).toMatchObject({ dataDir: '/d', imagesDir: '/here/pics' });
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['LOG_LEVEL', 'loud'],
    ['SQLITE_SYNCHRONOUS', 'off'],
    ['QUEUE_ON_START', 'maybe'],
    ['JOB_MAX_RETRIES', '-1'],
    ['LEASE_MS', '1.5'],
    ['MISMATCH_POLICY', 'ignore'],
    ['DATABASE_URL', 'postgres://somewhere/db'],
    ['STABLEQUEUE_SECRET_KEY', 'short'],
  ])('stops at %s=%s and names it', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(BadSettingsError);
    expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`\\b${name}\\b`));
  });

  it('names every bad variable at once, and shows no secret', () => {
    const read = () => readSettings({ PORT: 'x', LOG_LEVEL: 'y', STABLEQUEUE_SECRET_KEY: 'hunter2' });
    expect(read).toThrow(/PORT[\s\S]*LOG_LEVEL|LOG_LEVEL[\s\S]*PORT/);
    expect(read).not.toThrow(/hunter2/);
  });

  it('is documented in the README, every variable', () => {
    const readme = readFileSync('README.md', 'utf8');
    const names = [...Object.keys(new Environment()), ...OPTIONAL_VARIABLES];
    expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});
