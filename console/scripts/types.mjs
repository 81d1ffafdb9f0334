// The types of the API, made from openapi.json when that has changed: `src/api/schema.gen.ts`.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const source = new URL('../../openapi.json', import.meta.url);
const target = new URL('../src/api/schema.gen.ts', import.meta.url);
const hash = createHash('sha256').update(readFileSync(source)).digest('hex');
const head = `// Made from openapi.json (${hash.slice(0, 16)}) by scripts/types.mjs; not committed.\n`;

if (!existsSync(target) || !readFileSync(target, 'utf8').startsWith(head)) {
  writeFileSync(target, head + astToString(await openapiTS(source)));
}
