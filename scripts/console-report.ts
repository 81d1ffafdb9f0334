// `npm run console:report [-- --only axe,bundles,load] [-- --pages queue,system]`: is the console accessible, small and quick? Prints what axe
// finds on every page, the sizes of the bundles, and how the landing page loads on a slow phone. Exits with 1 for a
// serious or critical finding, and for a first load over its budget.
import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import { launchChromium } from '../test/browser/support/chromium.js';
import { axeFindings, isGrave, sayFindings } from './console/axe-check.js';
import { bundleSizes, type Size } from './console/bundle-sizes.js';
import { consolePages } from './console/console-pages.js';
import { FilledServer } from './console/filled-server.js';
import { loadFigures, NETWORKS, sayProfile, type LoadFigures, type Network } from './console/load-figures.js';
import { LOOKS } from './console/looks.js';

const BUDGET_BYTES = 300_000;
const USABLE_MS = 2_000;
const PARTS = ['bundles', 'load', 'axe'];

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, pages: { type: 'string' } } });
  const parts = values.only?.split(',') ?? PARTS;
  if (parts.includes('bundles')) reportBundles();
  if (!parts.includes('axe') && !parts.includes('load')) return;
  const [browser, filled] = await Promise.all([launchChromium(), FilledServer.start()]);
  try {
    await filled.fill();
    if (parts.includes('load'))
      for (const network of NETWORKS) reportLoad(network, await loadFigures(browser, filled.url, network));
    if (!parts.includes('axe')) return;
    const wanted = values.pages?.split(',');
    const pages = (await consolePages(filled.running.api)).filter(
      ({ name }) => wanted?.includes(name) ?? true,
    );
    const findings = await axeFindings(browser, filled.url, pages);
    say(`\naxe: ${pages.length} pages, ${LOOKS.length} looks each: ${findings.length || 'no'} findings`);
    for (const line of sayFindings(findings)) say(`  ${line}`);
    if (findings.some(isGrave)) process.exitCode = 1;
  } finally {
    await browser.close();
    await filled.close();
  }
}

function reportBundles(): void {
  const { first, lazy, styles } = bundleSizes();
  const fits = first.gzip <= BUDGET_BYTES;
  say('Bundles: script in gzip and brotli');
  for (const size of [first, ...lazy, styles]) say(`  ${sizeLine(size)}`);
  say(`  The first load may be ${kB(BUDGET_BYTES)} of script in gzip: ${fits ? 'it is' : 'IT IS NOT'}.`);
  if (!fits) process.exitCode = 1;
}

function sizeLine({ name, gzip, brotli }: Size): string {
  return `${name.padEnd(44)}${kB(gzip).padStart(10)}${kB(brotli).padStart(10)}`;
}

function reportLoad(network: Network, { first, again }: { first: LoadFigures; again: LoadFigures }): void {
  say(`\nLoading /generate on a phone (${sayProfile(network)}): first visit, second visit`);
  const line = (words: string, name: keyof LoadFigures, write: (value: number) => string): void =>
    say(`  ${words.padEnd(44)}${write(first[name]).padStart(10)}${write(again[name]).padStart(10)}`);
  line('first contentful paint', 'firstContentfulPaint', ms);
  line('largest contentful paint', 'largestContentfulPaint', ms);
  line('the form can be typed into', 'usable', ms);
  line('the form is whole', 'whole', ms);
  line('total blocking time', 'totalBlockingTime', ms);
  line('layout shift', 'layoutShift', (value) => value.toFixed(3));
  line('loaded until then', 'bytes', kB);
  line('requests until then', 'requests', String);
  const judge = ({ usable }: LoadFigures): string => (usable <= USABLE_MS ? 'is' : 'is not');
  say(`  Usable within ${ms(USABLE_MS)} is the aim: the first ${judge(first)}, the second ${judge(again)}.`);
}

const kB = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} kB`;
const ms = (value: number): string => `${Math.round(value).toLocaleString('en')} ms`;

function say(words: string): void {
  process.stdout.write(`${words}\n`);
}

Logger.overrideLogger(false);
await main().then(
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
