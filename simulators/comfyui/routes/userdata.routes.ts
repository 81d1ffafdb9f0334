import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { emptyAnswer, jsonAnswer, textAnswer } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { readObject, route } from '../http/router.js';
import type { Exchange } from '../http/router.js';
import { isDict, parseJson } from '../python-json.js';
import type { Dict, Json } from '../python-json.js';
import { dumpsJson } from '../python-json.js';

/** What the UI keeps on the server: saved workflows and settings. They outlive a restart. */
export const userdataRoutes = [
  route('GET', '/userdata', list),
  route('GET', '/userdata/{file}', ({ host, params }) => {
    const path = locate(host.settings.dataDir, params['file'] ?? '');
    if (path === null) return emptyAnswer(403);
    if (!isFile(path)) return emptyAnswer(404);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: readFileSync(path) };
  }),
  route('POST', '/userdata/{file}', ({ host, params, query, body }) => {
    const path = locate(host.settings.dataDir, params['file'] ?? '');
    if (path === null) return emptyAnswer(403);
    if (query.get('overwrite') === 'false' && existsSync(path)) return textAnswer('File already exists', 409);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, body);
    return jsonAnswer(relative(root(host.settings.dataDir), path));
  }),
  route('DELETE', '/userdata/{file}', ({ host, params }) => {
    const path = locate(host.settings.dataDir, params['file'] ?? '');
    if (path === null) return emptyAnswer(403);
    if (!isFile(path)) return emptyAnswer(404);
    rmSync(path);
    return emptyAnswer(204);
  }),
  route('POST', '/userdata/{file}/move/{dest}', ({ host, params, query }) => {
    const [from, to] = [params['file'], params['dest']].map((name) =>
      locate(host.settings.dataDir, name ?? ''),
    );
    if (!from || !to) return emptyAnswer(403);
    if (!isFile(from)) return emptyAnswer(404);
    if (query.get('overwrite') === 'false' && existsSync(to)) return textAnswer('File already exists', 409);
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
    return jsonAnswer(relative(root(host.settings.dataDir), to));
  }),
  route('GET', '/settings', (exchange) => jsonAnswer(readSettings(exchange))),
  route('GET', '/settings/{id}', (exchange) =>
    jsonAnswer(readSettings(exchange).get(exchange.params['id'] ?? '') ?? null),
  ),
  route('POST', '/settings', (exchange) => saveSettings(exchange, readObject(exchange))),
  route('POST', '/settings/{id}', (exchange) => {
    const value = parseJson(exchange.body.toString('utf8'));
    return saveSettings(exchange, new Map([[exchange.params['id'] ?? '', value]]));
  }),
];

const SETTINGS_FILE = 'comfy.settings.json';

function list({ host, query }: Exchange): Answer {
  const asked = query.get('dir');
  if (!asked) return textAnswer('Directory not provided', 400);
  const directory = locate(host.settings.dataDir, asked);
  if (directory === null) return textAnswer('Invalid directory', 403);
  if (!existsSync(directory)) return textAnswer('Directory not found', 404);
  const recursive = query.get('recurse') === 'true';
  const files = readdirSync(directory, { recursive, encoding: 'utf8' }).filter((name) =>
    isFile(join(directory, name)),
  );
  if (query.get('full_info') !== 'true') return jsonAnswer(files.sort());
  return jsonAnswer(files.sort().map((name) => describe(directory, name)));
}

function describe(directory: string, name: string): object {
  const { size, mtimeMs, birthtimeMs } = statSync(join(directory, name));
  return { path: name, size, modified: Math.floor(mtimeMs), created: Math.floor(birthtimeMs) };
}

function root(dataDir: string): string {
  return join(dataDir, 'user', 'default');
}

function locate(dataDir: string, name: string): string | null {
  const path = resolve(root(dataDir), name);
  return path.startsWith(root(dataDir) + sep) ? path : null;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function readSettings({ host }: Exchange): Dict {
  const file = join(root(host.settings.dataDir), SETTINGS_FILE);
  const parsed = existsSync(file) ? parseJson(readFileSync(file, 'utf8')) : null;
  return isDict(parsed) ? parsed : new Map<string, Json>();
}

function saveSettings(exchange: Exchange, changes: Dict): Answer {
  const folder = root(exchange.host.settings.dataDir);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, SETTINGS_FILE), dumpsJson(new Map([...readSettings(exchange), ...changes])));
  return emptyAnswer();
}
