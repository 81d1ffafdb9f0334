import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OptionValues } from './dialects/option-defaults.js';
import { PythonError } from './python-errors.js';
import { pythonRepr } from '../common/python-text.js';
import { isObject } from './validation/validator.js';

/**
 * The server's options: factory values, and over them the values once set ("data"), of which
 * POST /options writes all to config.json. The split matters: an override of an option that is not
 * in `data` is never put back (seen on both servers), because only known values are remembered.
 */
export class OptionsStore {
  private readonly data: OptionValues;
  private readonly configFile: string;

  constructor(
    private readonly defaults: OptionValues,
    dataDir: string,
    firstCheckpoint: string | null,
  ) {
    mkdirSync(dataDir, { recursive: true });
    this.configFile = join(dataDir, 'config.json');
    this.data = { sd_model_checkpoint: firstCheckpoint, ...readConfig(this.configFile) };
  }

  all(): OptionValues {
    return { ...this.defaults, ...this.data };
  }

  get(key: string): unknown {
    return key in this.data ? this.data[key] : this.defaults[key];
  }

  number(key: string): number {
    const value = this.get(key);
    return typeof value === 'number' ? value : Number(this.defaults[key] ?? 0);
  }

  text(key: string): string {
    const value = this.get(key);
    return typeof value === 'string' ? value : '';
  }

  flag(key: string): boolean {
    return this.get(key) === true;
  }

  isKnown(key: string): boolean {
    return key in this.defaults || key === 'sd_model_checkpoint';
  }

  isSaved(key: string): boolean {
    return key in this.data;
  }

  /**
   * Sets one option. A value equal to the present one is not even looked at, so null for a key
   * nobody knows is accepted; api_* options cannot be set from outside and are skipped silently.
   * @throws PythonError KeyError for an unknown key.
   */
  set(key: string, value: unknown): void {
    const present = this.data[key] ?? null;
    if (present === value || JSON.stringify(present) === JSON.stringify(value)) return;
    if (!this.isKnown(key)) throw new PythonError('KeyError', pythonRepr(key));
    if (key.startsWith('api_')) return;
    this.data[key] = value;
  }

  /** The server's own bookkeeping (loaded checkpoint, its hash). */
  note(key: string, value: unknown): void {
    this.data[key] = value;
  }

  save(): void {
    writeFileSync(this.configFile, JSON.stringify(this.data, null, 4));
  }

  /** The first option holding something else than a number where a number belongs. */
  misfit(): { key: string; value: unknown } | null {
    for (const [key, value] of Object.entries(this.data)) {
      if (typeof this.defaults[key] === 'number' && typeof value !== 'number' && value !== null)
        return { key, value };
    }
    return null;
  }
}

function readConfig(file: string): OptionValues {
  if (!existsSync(file)) return {};
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return isObject(parsed) ? parsed : {};
}
