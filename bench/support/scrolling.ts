// Scrolls something by so many pixels a frame, as often as the browser draws one, and tells how long each frame took and
// how much of it the page's own thread was at work.
import type { CDPSession, Page } from 'playwright-core';

export interface Frames {
  /** From one frame to the next. */
  ms: number[];
  /** Of the main thread's own time, over all of the frames. */
  workMs: number;
}

export interface Scroll {
  /** Of what scrolls. */
  selector: string;
  /** A frame. */
  pixels: number;
  frames: number;
}

/** What was scrolled before, here or on another page, is loaded and drawn. */
const REST_MS = 500;

/** @throws Error when it did not move as far as it was told to */
export async function scrollFrames(page: Page, { selector, pixels, frames }: Scroll): Promise<Frames> {
  await page.bringToFront();
  await page.waitForTimeout(REST_MS);
  const session = await page.context().newCDPSession(page);
  // What others do on this machine is not this page's work.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await workedMs(session);
  const { at, moved } = await page.evaluate<{ at: number[]; moved: number }>(
    scrollScript(selector, pixels, frames),
  );
  const workMs = (await workedMs(session)) - before;
  await session.detach();
  // A wall keeps its pictures in their place while it learns the heights above them.
  if (moved < (pixels * frames) / 2)
    throw new Error(`${selector} moved ${moved} of ${pixels * frames} pixels`);
  return { ms: at.slice(1).map((time, number) => time - at[number]!), workMs };
}

function scrollScript(selector: string, pixels: number, frames: number): string {
  return `(async () => {
    const box = document.querySelector(${JSON.stringify(selector)});
    const from = box.scrollTop;
    const at = [];
    while (at.length <= ${frames}) {
      at.push(await new Promise(requestAnimationFrame));
      box.scrollTop += ${pixels};
    }
    return { at, moved: box.scrollTop - from };
  })()`;
}

async function workedMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1_000;
}
