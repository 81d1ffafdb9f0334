// Makes a clone ready with nothing but Node: dependencies and build, each only when its inputs changed.
// Plain JavaScript with no imports beyond Node's own, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const INSTALL_STAMP = join(root, 'node_modules', '.stablequeue-install');
const BUILD_STAMP = join(root, 'dist', '.stablequeue-build');
const SOURCES = ['src', 'migrations', 'simulators', 'scripts', 'bench', 'test'];
const IS_SOURCE = /\.(ts|tsx|html|css|js|mjs|svg|png|webmanifest)$/;
/** Specs, and types that are made from openapi.json: neither is in a build. */
const IS_NO_SOURCE = /\.(spec|gen)\.ts$/;
const SOURCE_FILES = ['tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'package-lock.json'];
const CONSOLE_STAMP = join(root, 'dist', '.stablequeue-console');
const CONSOLE_SOURCES = ['console/src', 'console/public'];
const CONSOLE_FILES = ['console/index.html', 'console/vite.config.ts', 'package-lock.json'];

/** `npm install` by the lock file when that, Node or the platform changed since the last one. */
export function ensureInstalled() {
  checkNode();
  const wanted = hash([
    readFileSync(join(root, 'package-lock.json')),
    process.version,
    process.platform,
    process.arch,
  ]);
  if (readStamp(INSTALL_STAMP) === wanted) return;
  say('Installing dependencies (the first time takes a few minutes) …');
  // Not `npm ci`: it refuses a lock file that lists only some platforms' optional binaries.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(INSTALL_STAMP, wanted);
}

/** The server when a source of it changed since the last build, and the console likewise. */
export function ensureBuilt() {
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const server = hashOfFiles(SOURCES, SOURCE_FILES);
  buildUnless(BUILD_STAMP, server, 'Building …', [nest, 'build']);
  const pages = hashOfFiles(CONSOLE_SOURCES, CONSOLE_FILES);
  buildUnless(CONSOLE_STAMP, pages, 'Building the console …', [
    vite,
    'build',
    'console',
    '--logLevel',
    'warn',
  ]);
}

function buildUnless(stamp, wanted, words, program) {
  if (readStamp(stamp) === wanted) return;
  say(words);
  run(process.execPath, program);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, wanted);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return;
  say(`StableQueue needs Node 20.19 or later (22.12 or later of the 22 line); this is ${process.version}.`);
  process.exit(1);
}

function hashOfFiles(folderNames, fileNames) {
  const paths = sources(folderNames, fileNames);
  return hash(paths.map((path) => `${path}:${statSync(path).size}:${hash([readFileSync(path)])}`));
}

function sources(folderNames, fileNames) {
  const folders = folderNames.map((name) => join(root, name)).filter(existsSync);
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && IS_SOURCE.test(entry.name) && !IS_NO_SOURCE.test(entry.name))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
  return [...files, ...fileNames.map((name) => join(root, name))].sort();
}

function hash(parts) {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\n');
  return sum.digest('hex');
}

function readStamp(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function run(command, args) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (result.status !== 0) {
    say(`"${command} ${args.join(' ')}" failed; see above.`);
    process.exit(result.status ?? 1);
  }
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
