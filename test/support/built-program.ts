import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** Where `npm run build` puts the programs; another build can be named for a run of the tests. */
const BUILD_FOLDER = process.env['STABLEQUEUE_TEST_BUILD'] ?? 'dist';

/**
 * The path of a compiled program, e.g. `src/main.js`. Processes are tested as they are shipped: `npm test` builds them
 * first; whoever starts Jest by hand sees to that.
 * @throws Error when there is no build
 */
export function builtProgram(path: string): string {
  const program = resolve(BUILD_FOLDER, path);
  if (existsSync(program)) return program;
  throw new Error(`${program} does not exist: run "npm run build" before the tests that start processes`);
}
