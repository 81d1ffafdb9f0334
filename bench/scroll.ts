// Scrolling the built console through 10,000 waiting jobs and through 100,000 images, in a headless Chromium, against a
// plain page that the same browser scrolls in turn: boxes of one colour, and the same pictures without a gallery. That
// is what the machine can do, which draws without a graphics card here. Nobody sees a frame that comes with the next
// refresh of the screen, so what counts is whether frames are missed, not how long they take.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../test/browser/support/chromium.js';
import { SCREENS, type Screen } from '../test/browser/support/screens.js';
import { Troubles } from '../test/browser/support/troubles.js';
import type { BenchRun, Entry } from './benchmark.js';
import { interleaved } from './statistics.js';
import { compareFrames, gathered } from './support/compare-frames.js';
import { linkPictures, linkPreviews } from './support/fill-gallery.js';
import { openBoxes, openPictures, PLAIN, readPictures } from './support/plain-pages.js';
import { drawSamples } from './support/sample-pictures.js';
import { scrollFrames } from './support/scrolling.js';
import { seedImages } from './support/seed-images.js';
import { startServer } from './support/server-process.js';

/** A thumb that drags, and one that flings. */
const SPEEDS = [12, 60];
/** Two seconds where nothing is missed. */
const FRAMES = 120;
const SETTLED_MS = 1_000;
const PICTURES = 40;
/** More than the scrolling gets to. */
const IMAGES_WITH_FILES = 8_000;
const PLAIN_PICTURES = 2_400;
/** Of the wall's rows. */
const ROW_PX: Readonly<Record<Screen, number>> = { desk: 190, phone: 133 };
const SETTINGS = { STABLEQUEUE_ROLE: 'api', QUEUE_ON_START: 'pause' };

interface Place {
  name: string;
  url: string;
  path: string;
  /** Of what scrolls. */
  scroller: string;
  /** Of what is there once the page is. */
  filled: string;
  plain: string;
  openPlain: (browser: Browser, options: BrowserContextOptions, screen: Screen) => Promise<Page>;
}

export async function queueScroll(run: BenchRun): Promise<Entry[]> {
  // A tenth of the seeded jobs waits.
  const dataDir = await run.seeded(run.quick ? 20_000 : 100_000);
  const { url } = await startServer(run, dataDir, SETTINGS);
  return scrollOnBothScreens(run, {
    name: 'queue-scroll',
    url,
    path: '/queue',
    scroller: '#page',
    filled: '[data-band="waiting"][data-id]',
    plain: 'plain boxes',
    openPlain: openBoxes,
  });
}

export async function galleryScroll(run: BenchRun): Promise<Entry[]> {
  const dataDir = run.folder('gallery-scroll');
  await seedImages(dataDir, run.quick ? 20_000 : 100_000);
  const samples = await drawSamples(run.folder('pictures'), PICTURES);
  linkPictures(dataDir, IMAGES_WITH_FILES, samples);
  await linkPreviews(dataDir, IMAGES_WITH_FILES, samples);
  const { url, api } = await startServer(run, dataDir, SETTINGS);
  const pictures = await readPictures(api, PLAIN_PICTURES);
  return scrollOnBothScreens(run, {
    name: 'gallery-scroll',
    url,
    path: '/gallery',
    scroller: '[role="region"][aria-label="Images"]',
    filled: '[data-tile] img',
    plain: 'plain pictures',
    openPlain: (browser, options, screen) =>
      openPictures(browser, options, { pictures, rowPx: ROW_PX[screen] }),
  });
}

async function scrollOnBothScreens(run: BenchRun, place: Place): Promise<Entry[]> {
  const browser = await launchChromium();
  run.after(() => browser.close());
  const entries: Entry[] = [];
  for (const screen of ['desk', 'phone'] as const)
    entries.push(...(await scrollOn(browser, place, screen, 1 + (run.quick ? 2 : 5))));
  return entries;
}

async function scrollOn(browser: Browser, place: Place, screen: Screen, rounds: number): Promise<Entry[]> {
  const options = { ...SCREENS[screen], baseURL: place.url };
  const troubles = new Troubles();
  const page = await openFilled(browser, options, place, troubles);
  const plain = await place.openPlain(browser, options, screen);
  const entries: Entry[] = [];
  for (const pixels of SPEEDS) {
    const scroll = (which: Page, selector: string) => () =>
      scrollFrames(which, { selector, pixels, frames: FRAMES });
    const { a, b } = await interleaved(rounds, scroll(page, place.scroller), scroll(plain, PLAIN));
    // The first round warms up.
    const [ours, bare] = [gathered(a.slice(1)), gathered(b.slice(1))];
    entries.push(...compareFrames(`${place.name}/${screen}-${pixels}px`, ours, bare, place.plain));
  }
  await page.context().close();
  await plain.context().close();
  // A page that complains has not been measured at its work.
  if (troubles.all.length) throw new Error(troubles.all.join('\n'));
  return entries;
}

async function openFilled(
  browser: Browser,
  options: BrowserContextOptions,
  { path, filled }: Place,
  troubles: Troubles,
): Promise<Page> {
  const context = await browser.newContext(options);
  troubles.watch(context);
  const page = await context.newPage();
  await page.goto(path);
  await page.locator(filled).first().waitFor();
  await page.waitForTimeout(SETTLED_MS);
  return page;
}
