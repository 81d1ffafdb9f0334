import type { BrowserContextOptions } from 'playwright-core';

/** A desk with mouse and keyboard, a phone with a thumb. */
export type Screen = 'desk' | 'phone';

const BOTH: BrowserContextOptions = { locale: 'en-GB', timezoneId: 'UTC', colorScheme: 'dark' };

export const SCREENS: Readonly<Record<Screen, BrowserContextOptions>> = {
  desk: { ...BOTH, viewport: { width: 1440, height: 900 } },
  phone: { ...BOTH, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};
