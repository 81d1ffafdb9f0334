// How the landing page loads on a slow phone: a processor of a quarter of this machine's speed, on the Wi-Fi that it shares
// with the server, and on the network that Lighthouse calls slow 4G. Measured, not simulated.
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { SCREENS } from '../../test/browser/support/screens.js';
import { eventually } from '../../test/support/eventually.js';
import { OBSERVE_LOADING } from './observe-loading.js';

const CPU_SLOWER = 4;
const RUNS = 3;
const USABLE_MS = 60_000;

export interface LoadFigures {
  /** Milliseconds from the navigation. */
  firstContentfulPaint: number;
  largestContentfulPaint: number;
  /** The first field can be typed into: that of the form, or of what stands for it until then. */
  usable: number;
  /** The form itself is there, with what was typed. */
  whole: number;
  totalBlockingTime: number;
  /** No unit: the worst burst, as browsers count it. */
  layoutShift: number;
  /** Of everything that was loaded until then, as it came over the network. */
  bytes: number;
  requests: number;
}

export interface Network {
  name: string;
  latencyMs: number;
  downKbit: number;
  upKbit: number;
}

/** The first is a crowded room's. */
export const NETWORKS: readonly Network[] = [
  { name: 'Wi-Fi', latencyMs: 20, downKbit: 20_000, upKbit: 10_000 },
  { name: 'slow 4G', latencyMs: 150, downKbit: 1_638.4, upKbit: 750 },
];

export const sayProfile = ({ name, latencyMs, downKbit }: Network): string =>
  `${name}: processor ${CPU_SLOWER} times slower, ${latencyMs} ms a request, ${downKbit} kbit/s down`;

/** The median of each figure over some first visits, and then over second ones. */
export async function loadFigures(
  browser: Browser,
  url: string,
  network: Network,
): Promise<{ first: LoadFigures; again: LoadFigures }> {
  const first: LoadFigures[] = [];
  const again: LoadFigures[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const context = await browser.newContext({ ...SCREENS.phone, baseURL: url });
    first.push(await load(context, network));
    again.push(await load(context, network));
    await context.close();
  }
  return { first: medians(first), again: medians(again) };
}

async function load(context: BrowserContext, network: Network): Promise<LoadFigures> {
  const page = await context.newPage();
  const loaded = await slowDown(await context.newCDPSession(page), network);
  await page.addInitScript(OBSERVE_LOADING);
  await page.goto('/generate', { waitUntil: 'commit' });
  await eventually(() => page.evaluate<boolean>('loading.usable !== null'), USABLE_MS);
  const typed = await mayType(page);
  await eventually(() => page.evaluate<boolean>('loading.whole !== null'), USABLE_MS);
  if ((await firstField(page).inputValue()) !== typed) throw new Error('The form has lost what was typed.');
  const seen = await page.evaluate<Omit<LoadFigures, 'bytes' | 'requests'>>('loading');
  const figures = { ...seen, ...loaded };
  await page.close();
  return figures;
}

/** @returns what has come over the network so far */
async function slowDown(
  session: CDPSession,
  { latencyMs, downKbit, upKbit }: Network,
): Promise<{ bytes: number; requests: number }> {
  const loaded = { bytes: 0, requests: 0 };
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    loaded.bytes += encodedDataLength;
    loaded.requests += 1;
  });
  await session.send('Network.enable');
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER });
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: latencyMs,
    downloadThroughput: (downKbit * 1024) / 8,
    uploadThroughput: (upKbit * 1024) / 8,
  });
  return loaded;
}

const firstField = (page: Page) => page.locator('main textarea, main input[type="text"]').first();

/**
 * @returns what is in it then
 * @throws Error when the field that is there takes nothing
 */
async function mayType(page: Page): Promise<string> {
  const field = firstField(page);
  // A draft of the visit before may be in it.
  const before = await field.inputValue();
  await field.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('fox');
  const typed = `${before}fox`;
  if ((await firstField(page).inputValue()) !== typed)
    throw new Error('The first field of the form takes no letters.');
  return typed;
}

function medians(runs: readonly LoadFigures[]): LoadFigures {
  const median = (name: keyof LoadFigures): number =>
    runs.map((run) => run[name]).sort((a, b) => a - b)[Math.floor(runs.length / 2)]!;
  const names = Object.keys(runs[0]!) as (keyof LoadFigures)[];
  return Object.fromEntries(names.map((name) => [name, median(name)])) as unknown as LoadFigures;
}
