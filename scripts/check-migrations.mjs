// Do the migrations make exactly the tables that the entities describe? On a fresh database of its own.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';

ensureInstalled();
ensureBuilt();
const root = fileURLToPath(new URL('..', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'stablequeue-migrations-'));
const typeorm = (...args) =>
  spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'typeorm', 'cli.js'), '-d', 'dist/src/database/data-source.js', ...args],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, CONFIG_DATA_PATH: dataDir },
    },
  );
const steps = [
  ['migration:run'],
  ['migration:generate', '--check', join(dataDir, 'difference')],
  ['migration:revert'],
  ['migration:run'],
];
for (const step of steps) {
  const { status, stdout, stderr } = typeorm(...step);
  if (status === 0) continue;
  const why = 'migrations and entities differ, or a migration does not run';
  process.stderr.write(`${stdout}${stderr}\n"typeorm ${step[0]}" failed: ${why}.\n`);
  process.exitCode = 1;
  break;
}
rmSync(dataDir, { recursive: true });
