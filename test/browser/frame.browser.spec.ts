// What stands around every page: navigation, palette, shortcuts, the queue's switch, and how all of it bears that the
// server goes away.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { BrowserBench } from './support/browser-bench.js';
import type { Screen } from './support/screens.js';
import type { Visit } from './support/visit.js';

const RAIL = ['Generate', 'Queue', 'Gallery', 'Models', 'Servers', 'API keys', 'Webhooks', 'System'];
const BOTTOM = ['Generate', 'Queue', 'Gallery', 'Models', 'More'];
const SCREENS: Screen[] = ['desk', 'phone'];
/** What a browser says of requests to a server that is not there. */
const AWAY =
  /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED|ERR_FAILED/;

let bench: BrowserBench;

beforeAll(async () => {
  bench = await BrowserBench.open();
});
afterEach(() => bench.leave());
afterAll(() => bench.close());

const status = (visit: Visit, words: string) => visit.role('status').filter({ hasText: words });
const current = (visit: Visit, name: string) =>
  visit.page.getByRole('link', { name, exact: true }).and(visit.page.locator('[aria-current="page"]'));

describe('navigation', () => {
  it('goes to every page by the rail, and folds to icons that keep their names', async () => {
    const visit = await bench.visit('desk');
    await visit.open('/');
    await visit.isAt(/^\/generate$/);
    const rail = visit.role('navigation', 'Pages');
    for (const name of RAIL) {
      await visit.press(visit.role('link', name, rail));
      await visit.sees(current(visit, name));
    }
    await visit.pressButton('Collapse the rail');
    await visit.press(visit.role('link', 'Queue', rail));
    await visit.sees(current(visit, 'Queue'));
    await visit.page.reload();
    await visit.sees(visit.role('button', 'Expand the rail'));
  });

  it('has five entries within reach of a thumb, and the others under More', async () => {
    const visit = await bench.visit('phone');
    await visit.open('/');
    const bar = visit.role('navigation', 'Pages');
    for (const name of BOTTOM) {
      const entry = visit.role('link', name, bar);
      const box = await entry.boundingBox();
      expect([box?.width, box?.height].every((size) => Number(size) >= 44)).toBe(true);
      await visit.press(entry);
      await visit.sees(current(visit, name));
    }
    const others = visit.role('navigation', 'Other pages');
    await visit.press(visit.role('link', 'Servers', others));
    await visit.isAt(/^\/servers$/);
  });

  it('is done by letters, too, but never while one types', async () => {
    const visit = await bench.visit('desk');
    await visit.open('/generate');
    await visit.sees(status(visit, 'Live'));
    for (const [letter, path] of [
      ['q', /^\/queue$/],
      ['s', /^\/servers$/],
      ['g', /^\/gallery$/],
      ['y', /^\/system$/],
    ] as const) {
      await visit.page.keyboard.press('g');
      await visit.page.keyboard.press(letter);
      await visit.isAt(path);
    }
    await visit.page.keyboard.press('Shift+?');
    const help = visit.role('dialog', 'Keyboard shortcuts');
    await visit.sees(help.getByText('Go to Queue'));
    await visit.page.keyboard.press('Escape');
    await visit.seesNo(help);
    await visit.page.keyboard.press('Control+k');
    const field = visit.role('textbox', 'Search or do anything');
    await visit.sees(field.and(visit.page.locator(':focus')));
    await visit.page.keyboard.type('gq');
    expect(await field.inputValue()).toBe('gq');
    await visit.isAt(/^\/system$/);
  });

  it('goes anywhere from the palette', async () => {
    const visit = await bench.visit('desk');
    await visit.open('/generate');
    await visit.sees(status(visit, 'Live'));
    await visit.page.keyboard.press('Control+k');
    await visit.role('textbox', 'Search or do anything').fill('webh');
    await visit.sees(visit.role('button', 'Webhooks'));
    await visit.page.keyboard.press('Enter');
    await visit.isAt(/^\/webhooks$/);
  });

  it.each(SCREENS)('finds a job by its prompt in the palette (%s)', async (screen) => {
    await bench.api.pause();
    await bench.serve(`palette-${screen}`);
    const id = await bench.api.submit({ params: { prompt: `a heron among the reeds, ${screen}` } });
    const visit = await bench.visit(screen);
    await visit.open('/generate');
    await visit.pressButton('Search or do anything');
    await visit.role('textbox', 'Search or do anything').fill(`reeds, ${screen}`);
    await visit.press(visit.role('button', /a heron among the reeds/));
    await visit.isAt(new RegExp(`^/queue/${id}$`));
    await bench.api.act(id, 'cancel');
    await bench.api.resume();
  });

  it('has a page for addresses that lead nowhere', async () => {
    bench.troubles.expect(/status of 404/);
    const visit = await bench.visit('desk');
    expect((await visit.page.goto('/no/such/page'))?.status()).toBe(404);
    await visit.sees(visit.role('heading', 'Nothing here'));
    await visit.press(visit.role('link', 'Back to the start'));
    await visit.isAt(/^\/generate$/);
  });
});

describe('the frame', () => {
  it.each(SCREENS)('pauses and resumes the queue (%s)', async (screen) => {
    const visit = await bench.visit(screen);
    await visit.open('/generate');
    await visit.pressButton('Pause the queue');
    await visit.sees(visit.role('button', 'Resume the queue'));
    await eventually(async () => (await bench.api.queue()).paused);
    await visit.pressButton('Resume the queue');
    await visit.sees(visit.role('button', 'Pause the queue'));
    await eventually(async () => !(await bench.api.queue()).paused);
  });

  it('hears of a pause that somebody else made', async () => {
    const visit = await bench.visit('desk');
    await visit.open('/generate');
    await visit.sees(status(visit, 'Live'));
    await bench.api.pause();
    await visit.sees(visit.role('button', 'Resume the queue'));
    await bench.api.resume();
    await visit.sees(visit.role('button', 'Pause the queue'));
  });

  it('shows a running job beside the page at a desk, and above the bottom bar on a phone', async () => {
    const simulator = await bench.serve('watched', { stepMs: 40 });
    simulator.knobs.hangAtStep = 6;
    const id = await bench.api.submit({
      params: { prompt: 'a tram in the rain', steps: 10 },
      server: 'watched',
    });
    const desk = await bench.visit('desk');
    await desk.open('/generate');
    const panel = desk.role('complementary', 'Activity');
    await desk.sees(desk.role('progressbar', 'a tram in the rain', panel));
    await desk.pressButton('Hide activity');
    await desk.seesNo(panel);
    const phone = await bench.visit('phone');
    await phone.open('/generate');
    await phone.pressButton(/Running, \d+ %\. Show activity/);
    await phone.sees(phone.role('progressbar', 'a tram in the rain', phone.role('dialog', 'Activity')));
    simulator.knobs.hangAtStep = null;
    await bench.api.ended(id, 'completed');
    await phone.seesNo(phone.role('button', /Running, /));
  });

  it('changes between dark and light, and remembers which', async () => {
    const scheme = (visit: Visit) => visit.page.locator('html').getAttribute('data-mantine-color-scheme');
    const ground = (visit: Visit) =>
      visit.page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const desk = await bench.visit('desk');
    await desk.open('/generate');
    await desk.sees(status(desk, 'Live'));
    const dark = await ground(desk);
    await desk.page.keyboard.press('Control+k');
    await desk.role('textbox', 'Search or do anything').fill('dark and light');
    await desk.page.keyboard.press('Enter');
    await eventually(async () => (await scheme(desk)) === 'light');
    expect(await ground(desk)).not.toBe(dark);
    await desk.page.reload();
    expect(await scheme(desk)).toBe('light');
    const phone = await bench.visit('phone');
    await phone.open('/more');
    await phone.press(phone.page.getByText('Light', { exact: true }));
    await eventually(async () => (await scheme(phone)) === 'light');
  });
});

describe('a server that goes away', () => {
  it('is told of, and everything goes on when it is back', async () => {
    bench.troubles.expect(AWAY);
    const visit = await bench.visit('desk');
    await visit.open('/queue');
    await visit.sees(status(visit, 'Live'));
    const startAgain = await bench.stopServer();
    await visit.sees(status(visit, 'Reconnecting'));
    await visit.sees(status(visit, 'StableQueue does not answer'));
    await startAgain();
    await visit.sees(status(visit, 'Live'), 40_000);
    await visit.seesNo(status(visit, 'StableQueue does not answer'));
    await bench.api.pause();
    await visit.sees(visit.role('button', 'Resume the queue'));
    await bench.api.resume();
  });

  it('leaves a console that still opens, and comes to life by itself', async () => {
    bench.troubles.expect(AWAY);
    const visit = await bench.visit('phone');
    await visit.open('/generate');
    await visit.page.evaluate('navigator.serviceWorker.ready');
    await eventually(() => visit.page.evaluate<boolean>('navigator.serviceWorker.controller !== null'));
    await visit.page.reload();
    await visit.sees(visit.role('navigation', 'Pages'));
    const startAgain = await bench.stopServer();
    await visit.page.reload();
    await visit.sees(visit.role('heading', 'Connecting'));
    await visit.seesText(/StableQueue does not answer/);
    await startAgain();
    await visit.sees(visit.role('navigation', 'Pages'), 40_000);
  });
});

describe('what is there before any script', () => {
  it('takes a prompt, which the form goes on with in the same place, at every width', async () => {
    await bench.serve('early');
    for (const screen of SCREENS) {
      const { page } = await bench.visit(screen);
      let letGo = (): void => undefined;
      const gate = new Promise<void>((resolve) => (letGo = resolve));
      await page.route('**/assets/*.js', (route) => gate.then(() => route.continue()));
      await page.goto('/', { waitUntil: 'commit' });
      const field = page.getByRole('textbox', { name: 'Prompt', exact: true });
      await field.click();
      await page.keyboard.type('a fox in the snow');
      await page.keyboard.press('ArrowLeft');
      const early = await field.boundingBox();
      expect(await page.getByRole('main').count()).toBe(1);
      letGo();
      for (let times = 0; times < 20; times += 1) await page.keyboard.type('o', { delay: 25 });
      await page.locator('#shell').waitFor({ state: 'detached' });
      await page.keyboard.type('!');
      expect(await field.inputValue()).toBe(`a fox in the sno${'o'.repeat(20)}!w`);
      expect(await field.boundingBox()).toEqual(early);
    }
  });

  it('says so when the scripts do not come', async () => {
    bench.troubles.expect(AWAY);
    const visit = await bench.visit('phone');
    await visit.page.route('**/assets/*.js', (route) => route.abort());
    await visit.page.goto('/queue', { waitUntil: 'commit' });
    await visit.sees(visit.role('link', 'Try again'));
    await visit.page.unroute('**/assets/*.js');
    await visit.press(visit.role('link', 'Try again'));
    await visit.sees(visit.role('heading', 'Queue'));
  });
});

describe("the page's policy", () => {
  it('is kept by every page, with every dialog open, and lets styles in', async () => {
    for (const screen of SCREENS) {
      const visit = await bench.visit(screen);
      await visit.page.addInitScript(
        `document.addEventListener('securitypolicyviolation', (event) =>
          console.error('policy', event.violatedDirective, event.blockedURI, event.sample));`,
      );
      for (const name of [
        'generate',
        'queue',
        'gallery',
        'models',
        'servers',
        'keys',
        'webhooks',
        'system',
        'more',
      ]) {
        await visit.open(`/${name}`);
        await visit.sees(status(visit, 'Live'));
      }
      await visit.pressButton('Search or do anything');
      await visit.sees(visit.role('textbox', 'Search or do anything'));
      await visit.page.keyboard.press('Escape');
      const styled =
        'getComputedStyle(document.documentElement).getPropertyValue("--mantine-color-accent-6")';
      expect(await visit.page.evaluate(styled)).toBe('#6f5fe6');
    }
  });
});
