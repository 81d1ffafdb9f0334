import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where `npm run build` puts the programs; another build can be named for a run of the tests. */
const BUILD_FOLDER = process.env['STABLEQUEUE_TEST_BUILD'];

/**
 * The path of a compiled program, e.g. `src/main.js`. Processes are tested as they are shipped, so they need a build.
 * @throws Error when there is none, or one that is older than the sources
 */
export function builtProgram(path: string): string {
  const program = resolve(BUILD_FOLDER ?? 'dist', path);
  if (!existsSync(program))
    throw new Error(`${program} does not exist: run "npm run build" before the tests that start processes`);
  if (!BUILD_FOLDER && newestChange('src') > statSync(program).mtimeMs) {
    throw new Error(
      `${program} is older than the sources: run "npm run build" before the tests that start processes`,
    );
  }
  return program;
}

function newestChange(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const sources = entries.filter((entry) => entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'));
  return Math.max(...sources.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}
