// What a page of the console loads besides the common files, named in the document itself: otherwise a browser learns of it
// only after it has run the common ones.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the build writes which file needs which; keys are source files. */
const MANIFEST = '.vite/manifest.json';
const ENTRY = 'index.html';
const routeOf = (page: string): string => `src/pages/${page}/route.tsx`;

interface Chunk {
  file: string;
  imports?: string[];
  css?: string[];
}
type Manifest = Record<string, Chunk>;

/** By the first part of a page's address: link elements for its head. Empty when the build left no manifest. */
export function readPagePreloads(folder: string, pages: readonly string[]): Map<string, string> {
  const manifest = readManifest(folder);
  const common = closure(manifest, ENTRY);
  return new Map(
    pages.map((page) => {
      const chunks = [...closure(manifest, routeOf(page))].filter((name) => !common.has(name));
      return [page, linksTo(chunks.map((name) => manifest[name]!))];
    }),
  );
}

function readManifest(folder: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Manifest;
  } catch {
    // Slower, but nothing is missing.
    return {};
  }
}

/** A chunk and everything that it imports at once. */
function closure(manifest: Manifest, name: string, found = new Set<string>()): Set<string> {
  if (found.has(name) || !manifest[name]) return found;
  found.add(name);
  for (const imported of manifest[name].imports ?? []) closure(manifest, imported, found);
  return found;
}

function linksTo(chunks: readonly Chunk[]): string {
  const styles = new Set(chunks.flatMap(({ css }) => css ?? []));
  return [
    ...chunks.map(({ file }) => `<link rel="modulepreload" crossorigin href="/${file}">`),
    ...[...styles].map((file) => `<link rel="stylesheet" crossorigin href="/${file}">`),
  ].join('');
}
