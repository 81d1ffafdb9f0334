// Pages that do nothing but scroll: what this browser can do on this machine.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { GalleryPageDto } from '../../src/gallery/search/search.dto.js';
import type { ApiClient } from '../../test/support/api-client.js';

type Picture = GalleryPageDto['images'][number];

/** What scrolls in them. */
export const PLAIN = '#plain';

const BOX = '<div style="height: 55px; border-bottom: 1px solid #444; background: #1f1f1f"></div>';
const BOXES = 2_000;
const PER_PAGE = 200;
const GAP_PX = 4;

/** Rows of one colour, as high as those of a list, and longer than all that is scrolled of it. */
export async function openBoxes(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.setContent(scrolling('', BOX.repeat(BOXES)));
  return page;
}

/** The same pictures as those of a wall, in rows of its height, which the browser loads when they come near. */
export async function openPictures(
  browser: Browser,
  options: BrowserContextOptions,
  { pictures, rowPx }: { pictures: readonly Picture[]; rowPx: number },
): Promise<Page> {
  // From the server's own address, whose pages may not have styles of ours.
  const context = await browser.newContext({ ...options, bypassCSP: true, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto('/health');
  const images = pictures.map((picture) => imageOf(picture, rowPx)).join('');
  await page.setContent(scrolling(`display: flex; flex-wrap: wrap; gap: ${GAP_PX}px`, images));
  return page;
}

/** The newest ones. */
export async function readPictures(api: ApiClient, count: number): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (let cursor: string | null = ''; pictures.length < count;) {
    // Asked on without a cursor, the gallery would begin again, for ever if it is empty.
    if (cursor === null) throw new Error(`The gallery has ${pictures.length} images, not ${count}.`);
    const from: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const { body }: { body: GalleryPageDto } = await api.call<GalleryPageDto>(
      'GET',
      `/api/v1/gallery/images?limit=${PER_PAGE}${from}`,
    );
    pictures.push(...body.images);
    cursor = body.next_cursor;
  }
  return pictures;
}

function imageOf({ preview_url: url, width, height }: Picture, rowPx: number): string {
  const widthPx = Math.round((rowPx * width) / height);
  // As the wall chooses them.
  const size = Math.max(widthPx, rowPx) * 0.8 <= 256 ? 256 : 512;
  const src = `${url}${url.includes('?') ? '&amp;' : '?'}size=${size}`;
  return `<img src="${src}" alt="" loading="lazy" decoding="async" style="width: ${widthPx}px; height: ${rowPx}px">`;
}

function scrolling(style: string, content: string): string {
  return `<body style="margin: 0; background: #111">
    <div id="plain" style="height: 100vh; overflow: auto"><div style="${style}">${content}</div></div>`;
}
