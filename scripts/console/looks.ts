import type { Browser, BrowserContext } from 'playwright-core';
import { SCREENS, type Screen } from '../../test/browser/support/screens.js';

export interface Look {
  screen: Screen;
  scheme: 'dark' | 'light';
}

/** Both widths, dark and light. */
export const LOOKS: readonly Look[] = (['desk', 'phone'] as const).flatMap((screen) =>
  (['dark', 'light'] as const).map((scheme) => ({ screen, scheme })),
);

export async function openLook(browser: Browser, baseURL: string, look: Look): Promise<BrowserContext> {
  const context = await browser.newContext({ ...SCREENS[look.screen], baseURL, reducedMotion: 'reduce' });
  await context.addInitScript(`localStorage.setItem('mantine-color-scheme-value', '${look.scheme}')`);
  return context;
}
