import { PythonError } from '../python-error.js';

/** The values with which a node runs: literals as validated, links as what their nodes gave. */
export class NodeInputs {
  constructor(readonly values: ReadonlyMap<string, unknown>) {}

  /** What a link brought. The types of links were checked when the prompt was taken. */
  take<T>(name: string): T {
    return this.values.get(name) as T;
  }

  has(name: string): boolean {
    return this.values.get(name) !== undefined;
  }

  number(name: string): number {
    return Number(this.values.get(name));
  }

  text(name: string): string {
    const value = this.values.get(name);
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
      return String(value);
    throw new PythonError('TypeError', `expected str for ${name}`);
  }

  /** Integers up to 2^64 as a text, which loses nothing. */
  seed(name: string): string {
    return this.text(name);
  }

  flag(name: string): boolean {
    return this.values.get(name) === true;
  }
}
