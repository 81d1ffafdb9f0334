// The browser of tests, screenshots and figures: the one that CHROMIUM_PATH names, else one of this machine, else the
// one that came with the packages.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
/** Containers have neither a sandbox nor a screen, and nothing may call home. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--font-render-hinting=none',
];
const LAUNCH_MS = 60_000;

export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const executablePath = await chromiumPath();
  return chromium.launch({ executablePath, args: [...ARGUMENTS, ...more], timeout: LAUNCH_MS });
}

/** @throws Error that names the variable when there is no browser at all */
export async function chromiumPath(): Promise<string> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH: there is no ${named}.`);
    return named;
  }
  return installed() ?? packaged();
}

function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...APPLICATIONS].find((path) => existsSync(path));
}

async function packaged(): Promise<string> {
  if (process.platform !== 'linux')
    throw new Error('No Chromium was found: install Chrome, or set CHROMIUM_PATH to a Chromium.');
  const { default: Chromium } = await import('@sparticuz/chromium');
  return Chromium.executablePath();
}
