import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** From the compiled server, and from its sources (tests). */
const PLACES = ['../../web/', '../../dist/web/'];

/** Where the built console lies; null before it is built. */
export function consoleFolder(): string | null {
  const folders = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return folders.find((folder) => existsSync(`${folder}index.html`)) ?? null;
}
