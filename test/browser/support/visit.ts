// One person before one screen. Looks wait for what they look for, and say what is on the screen when it does not come.
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { Screen } from './screens.js';

const PATIENCE_MS = 15_000;
type Role = Parameters<Page['getByRole']>[0];

export class Visit {
  constructor(
    readonly screen: Screen,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  role(role: Role, name?: string | RegExp, within: Page | Locator = this.page): Locator {
    return within.getByRole(role, name === undefined ? {} : { name, exact: typeof name === 'string' });
  }

  /** With scripts and all: what is drawn before them has gone. */
  async open(path: string): Promise<void> {
    await this.page.goto(path);
    await this.seesNo(this.page.locator('#shell'));
  }

  /** A click at a desk, a tap on a phone; waits until it can be pressed. */
  async press(target: Locator): Promise<void> {
    const timeout = PATIENCE_MS;
    await this.telling(() => (this.screen === 'phone' ? target.tap({ timeout }) : target.click({ timeout })));
  }

  async pressButton(name: string | RegExp, within?: Locator): Promise<void> {
    await this.press(this.role('button', name, within));
  }

  async sees(target: Locator, timeoutMs = PATIENCE_MS): Promise<void> {
    await this.telling(() => target.first().waitFor({ state: 'visible', timeout: timeoutMs }));
  }

  async seesText(words: string | RegExp, timeoutMs?: number): Promise<void> {
    await this.sees(this.page.getByText(words), timeoutMs);
  }

  async seesNo(target: Locator, timeoutMs = PATIENCE_MS): Promise<void> {
    await this.telling(() => target.first().waitFor({ state: 'hidden', timeout: timeoutMs }));
  }

  async isAt(path: RegExp): Promise<void> {
    await this.telling(() =>
      this.page.waitForURL((url) => path.test(url.pathname), { timeout: PATIENCE_MS, waitUntil: 'commit' }),
    );
  }

  private async telling<T>(look: () => Promise<T>): Promise<T> {
    try {
      return await look();
    } catch (error) {
      const shown = await this.page
        .locator('body')
        .ariaSnapshot()
        .catch(() => '(nothing)');
      const words = error instanceof Error ? error.message : String(error);
      throw new Error(`${words}\nAt ${this.page.url()} the ${this.screen} shows:\n${shown}`, {
        cause: error,
      });
    }
  }
}
