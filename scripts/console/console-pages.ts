// Every page of the console, and when it has come to rest.
import type { Page } from 'playwright-core';
import type { ApiClient } from '../../test/support/api-client.js';
import { eventually } from '../../test/support/eventually.js';

export interface ConsolePage {
  name: string;
  path: string;
  /** What is done once it is shown, e.g. opening a dialog. */
  then?: (page: Page) => Promise<void>;
}

const SETTLED_MS = 20_000;
const AT_REST = `
  !document.querySelector('.mantine-Skeleton-root, .mantine-Loader-root') &&
  !!document.querySelector('main :is(h1, h2)') &&
  [...document.images].every((image) => image.complete || image.getBoundingClientRect().top > innerHeight) &&
  !document.getAnimations().some(({ playState, effect }) =>
    playState === 'running' && effect.getTiming().iterations !== Infinity)`;

export async function consolePages(api: ApiClient): Promise<ConsolePage[]> {
  const jobId = async (status: string) =>
    (await api.ok<{ jobs: { job_id: string }[] }>('GET', `/api/v2/queue/jobs?status=${status}&limit=1`))
      .jobs[0]!.job_id;
  return [
    { name: 'generate', path: '/generate' },
    { name: 'queue', path: '/queue' },
    { name: 'job', path: `/queue/${await jobId('completed')}` },
    { name: 'job-failed', path: `/queue/${await jobId('failed')}` },
    { name: 'gallery', path: '/gallery' },
    { name: 'models', path: '/models' },
    { name: 'servers', path: '/servers' },
    { name: 'keys', path: '/keys' },
    { name: 'webhooks', path: '/webhooks' },
    { name: 'system', path: '/system' },
    { name: 'more', path: '/more' },
    { name: 'palette', path: '/queue', then: openPalette },
    { name: 'nothing-here', path: '/no-such-page' },
  ];
}

async function openPalette(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Search or do anything' }).first().click();
  await page.getByRole('textbox', { name: 'Search or do anything' }).waitFor();
}

/** Resolves once nothing moves or loads any more. */
export async function visitPage(page: Page, { path, then }: ConsolePage): Promise<void> {
  await page.goto(path);
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor({ timeout: SETTLED_MS });
  await atRest(page);
  if (!then) return;
  await then(page);
  await atRest(page);
}

export async function atRest(page: Page): Promise<void> {
  // Not with waitForFunction: the page's policy lets it evaluate nothing once it has to wait.
  await eventually(() => page.evaluate<boolean>(AT_REST), SETTLED_MS);
  // What was decided in the last frame is drawn in the next.
  await page.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
  );
}
