// What a browser loads first, and what only with each page: from the build's own manifest, as compressed by the build.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'dist/web';
const ENTRY = 'index.html';
/** Where `/` leads. */
const LANDING = 'src/pages/generate/route.tsx';
/** All of them in one file. */
const STYLES = 'style.css';

interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
}
type Manifest = Record<string, Chunk>;

export interface Size {
  name: string;
  /** Bytes. */
  gzip: number;
  brotli: number;
}

export function bundleSizes(): { first: Size; lazy: Size[]; styles: Size } {
  const manifest = JSON.parse(readFileSync(join(FOLDER, '.vite/manifest.json'), 'utf8')) as Manifest;
  const first = closure(manifest, [ENTRY, LANDING]);
  const others = Object.keys(manifest).filter((name) => !first.has(name) && isLoadedLater(manifest, name));
  const lazy = others.map((name) => sizeOf(manifest, name, closure(manifest, [name], first)));
  return {
    first: sizeOf(manifest, 'first load of /generate', first),
    lazy: lazy.sort((a, b) => b.gzip - a.gzip),
    styles: sizeOf(manifest, 'styles of all pages', new Set([STYLES])),
  };
}

function isLoadedLater(manifest: Manifest, name: string): boolean {
  return Object.values(manifest).some(({ dynamicImports }) => dynamicImports?.includes(name));
}

/** These chunks and what they import, without what is there already. */
function closure(manifest: Manifest, names: readonly string[], known = new Set<string>()): Set<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name) || known.has(name)) return;
    found.add(name);
    for (const imported of manifest[name]?.imports ?? []) add(imported);
  };
  for (const name of names) add(name);
  return found;
}

function sizeOf(manifest: Manifest, name: string, chunks: ReadonlySet<string>): Size {
  const files = [...chunks].map((chunk) => manifest[chunk]!.file);
  return { name, gzip: sum(files, '.gz'), brotli: sum(files, '.br') };
}

function sum(files: readonly string[], ending: string): number {
  return files.reduce((bytes, file) => bytes + statSync(join(FOLDER, `${file}${ending}`)).size, 0);
}
