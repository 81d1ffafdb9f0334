// `npm run screenshots [-- --only queue,gallery]`: pictures of every page of the console, with a server that looks used,
// into docs/screenshots/.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { launchChromium } from '../test/browser/support/chromium.js';
import { consolePages, visitPage, type ConsolePage } from './console/console-pages.js';
import { FilledServer } from './console/filled-server.js';
import { LOOKS, openLook, type Look } from './console/looks.js';
import { galleryOf } from './console/screenshots-readme.js';

const FOLDER = 'docs/screenshots';
const EMPTY: ConsolePage[] = [
  { name: 'empty-generate', path: '/generate' },
  { name: 'empty-servers', path: '/servers' },
];

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const wanted = (page: ConsolePage): boolean => !values.only || values.only.split(',').includes(page.name);
  const [browser, filled] = await Promise.all([launchChromium(), FilledServer.start()]);
  mkdirSync(FOLDER, { recursive: true });
  let bytes = 0;
  try {
    bytes += await takeAll(browser, filled.url, EMPTY.filter(wanted));
    say('Filling a server …');
    await filled.fill();
    const pages = await consolePages(filled.running.api);
    bytes += await takeAll(browser, filled.url, pages.filter(wanted));
    writeFileSync(join(FOLDER, 'README.md'), galleryOf([...EMPTY, ...pages].map(({ name }) => name)));
    say(`${(bytes / 1e6).toFixed(1)} MB in ${FOLDER}/`);
  } finally {
    await browser.close();
    await filled.close();
  }
}

async function takeAll(browser: Browser, url: string, pages: readonly ConsolePage[]): Promise<number> {
  let bytes = 0;
  for (const look of LOOKS) {
    const context = await openLook(browser, url, look);
    const page = await context.newPage();
    for (const one of pages) {
      await visitPage(page, one);
      bytes += await keep(await page.screenshot(), one.name, look);
    }
    await context.close();
  }
  return bytes;
}

/** With a palette: a tenth of the size, and nobody sees the difference. */
async function keep(picture: Buffer, name: string, { screen, scheme }: Look): Promise<number> {
  const file = join(FOLDER, `${name}-${screen}-${scheme}.png`);
  const { size } = await sharp(picture)
    .png({ palette: true, quality: 85, effort: 10, compressionLevel: 9 })
    .toFile(file);
  say(`${file}  ${Math.round(size / 1000)} kB`);
  return size;
}

function say(words: string): void {
  process.stdout.write(`${words}\n`);
}

Logger.overrideLogger(false);
await main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
