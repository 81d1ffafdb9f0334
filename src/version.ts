import { readFileSync } from 'node:fs';

/** The version of this StableQueue, from package.json: two folders up when compiled, one in the sources. */
export const VERSION = readVersion();

function readVersion(): string {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
        name: string;
        version: string;
      };
      if (name === 'stablequeue') return version;
    } catch {
      continue;
    }
  }
  return '0.0.0';
}
