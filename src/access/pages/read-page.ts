import { readFileSync } from 'node:fs';

/** A file beside this one; `nest build` copies them into the build (nest-cli.json). */
export function readPage(name: 'index.html' | 'page.css' | 'page.js'): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
