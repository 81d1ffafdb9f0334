// `npm run openapi`: writes openapi.json from the compiled server; with `--check` it only says whether that is up to date.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../src/create-app.js';
import { readSettings } from '../src/config/settings.js';
import { openApiDocument } from '../src/openapi.js';

const FILE = 'openapi.json';
const dataDir = mkdtempSync(join(tmpdir(), 'stablequeue-openapi-'));
const app = await createApp(
  readSettings({ CONFIG_DATA_PATH: dataDir, LOG_LEVEL: 'error', STABLEQUEUE_ROLE: 'api' }),
);
await app.init();
const text = `${JSON.stringify(openApiDocument(app), null, 2)}\n`;
await app.close();
rmSync(dataDir, { recursive: true });

if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
} else if (readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write(`${FILE} is not what the server publishes: run "npm run openapi" and commit it.\n`);
  process.exitCode = 1;
}
