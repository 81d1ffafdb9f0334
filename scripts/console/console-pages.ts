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
/** Longer than pages hesitate to show a skeleton, and than the network takes to begin. */
const CALM_LOOKS = 5;
const LOOK_EVERY_MS = 100;
const AT_REST = `
  !document.querySelector('.mantine-Skeleton-root, .mantine-Loader-root') &&
  !!document.querySelector('main :is(h1, h2)') &&
  [...document.images].every((image) => image.getBoundingClientRect().top > innerHeight ||
    (image.complete && getComputedStyle(image).opacity !== '0')) &&
  !document.getAnimations().some(({ playState, effect }) =>
    playState === 'running' && effect.getTiming().iterations !== Infinity)`;

export async function consolePages(api: ApiClient): Promise<ConsolePage[]> {
  const jobId = async (status: string) =>
    (await api.ok<{ jobs: { job_id: string }[] }>('GET', `/api/v2/queue/jobs?status=${status}&limit=1`))
      .jobs[0]!.job_id;
  const { images } = await api.ok<{ images: { filename: string }[] }>(
    'GET',
    '/api/v1/gallery/images?limit=1',
  );
  return [
    { name: 'generate', path: '/generate' },
    { name: 'bulk', path: '/generate', then: openBulk },
    { name: 'generate-comfyui', path: '/generate?template=sdxl_img2img', then: seeTemplate },
    { name: 'workflows', path: '/workflows' },
    { name: 'workflow', path: '/workflows?open=comfyui/ink_portrait', then: seeSheet },
    { name: 'queue', path: '/queue' },
    { name: 'job', path: `/queue/${await jobId('completed')}` },
    { name: 'job-failed', path: `/queue/${await jobId('failed')}` },
    { name: 'gallery', path: '/gallery' },
    { name: 'image', path: `/gallery?image=${images[0]!.filename}` },
    { name: 'collections', path: '/gallery?view=collections' },
    { name: 'storage', path: '/gallery?view=storage' },
    { name: 'models', path: '/models' },
    { name: 'servers', path: '/servers' },
    { name: 'keys', path: '/keys' },
    { name: 'access-log', path: '/keys?tab=log' },
    { name: 'console-access', path: '/keys?tab=console' },
    { name: 'webhooks', path: '/webhooks' },
    { name: 'deliveries', path: '/webhooks?tab=log' },
    { name: 'system', path: '/system' },
    ...['statistics', 'tasks', 'backups', 'logs', 'settings'].map((tab) => ({
      name: tab,
      path: `/system?tab=${tab}`,
    })),
    { name: 'more', path: '/more' },
    { name: 'palette', path: '/queue', then: openPalette },
    { name: 'nothing-here', path: '/no-such-page' },
  ];
}

async function openPalette(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Search or do anything' }).first().click();
  await page.getByRole('textbox', { name: 'Search or do anything' }).waitFor();
}

async function openBulk(page: Page): Promise<void> {
  await page
    .getByRole('textbox', { name: 'Prompt', exact: true })
    .fill('a harbour before sunrise, fog, 35 mm');
  await page.getByRole('button', { name: 'Bulk…' }).click();
  await page.getByRole('dialog', { name: 'Many jobs at once' }).waitFor();
}

/** The address is emptied once the form has taken the template out of it. */
async function seeTemplate(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'What to run' }).waitFor();
  await page
    .getByRole('textbox', { name: 'Prompt', exact: true })
    .fill('a harbour before sunrise, fog, 35 mm');
}

async function seeSheet(page: Page): Promise<void> {
  await page.getByRole('dialog', { name: 'Ink portrait' }).waitFor();
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
  let calm = 0;
  const isCalm = async (): Promise<boolean> => {
    calm = (await page.evaluate<boolean>(AT_REST)) ? calm + 1 : 0;
    return calm >= CALM_LOOKS;
  };
  await eventually(isCalm, SETTLED_MS, LOOK_EVERY_MS);
  // What was decided in the last frame is drawn in the next.
  await page.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
  );
}
