// The first day of somebody with the console, from the empty start on, told at a desk and on a phone: each step goes on
// from the one before.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { BrowserBench } from './support/browser-bench.js';
import type { Screen } from './support/screens.js';
import type { Visit } from './support/visit.js';

const PROMPT = 'a lighthouse at dusk, oil on canvas';
const OTHER = 'a paper boat on a still pond';
const LONG_MS = 60_000;
/** A page that can be out of sight, in a browser whose user allows notifications; a headless one has neither. */
const UNSEEN = `
  globalThis.shown = [];
  Object.defineProperty(document, 'hidden', { get: () => globalThis.unseen === true });
  Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
  Notification.requestPermission = async () => 'granted';
  ServiceWorkerRegistration.prototype.showNotification = async (title, { body }) => shown.push(title + ': ' + body);
`;

describe.each<Screen>(['desk', 'phone'])('the first day at a %s', (screen) => {
  let bench: BrowserBench;

  beforeAll(async () => {
    bench = await BrowserBench.open();
  });
  afterEach(() => bench.leave());
  afterAll(() => bench.close());

  async function open(path: string): Promise<Visit> {
    const visit = await bench.visit(screen);
    await visit.open(path);
    await visit.sees(visit.role('status').filter({ hasText: 'Live' }));
    return visit;
  }

  async function describePicture(visit: Visit, prompt: string, steps: number): Promise<void> {
    await visit.role('textbox', 'Prompt').fill(prompt);
    await visit.role('textbox', 'Steps').fill(String(steps));
    await visit.role('textbox', 'Width').fill('256');
    await visit.role('textbox', 'Height').fill('256');
  }

  const waitingRows = (visit: Visit) => visit.role('list', 'Waiting').getByRole('listitem');
  const namesOf = async (visit: Visit): Promise<string[]> =>
    (await waitingRows(visit).allInnerTexts()).map(firstLetter);
  const handleOf = (visit: Visit, letter: string) =>
    visit.role('button', new RegExp(`^Move number ${letter},`));

  async function orderAtTheServer(): Promise<string> {
    const { jobs } = await bench.api.ok<{ jobs: { generation_params: { prompt: string } }[] }>(
      'GET',
      '/api/v2/queue/jobs?status=pending&order=queue',
    );
    return jobs.map(({ generation_params }) => firstLetter(generation_params.prompt)).join('');
  }

  async function dragOver(visit: Visit, letter: string, target: string): Promise<void> {
    const { mouse } = visit.page;
    await handleOf(visit, letter).hover();
    await mouse.down();
    const box = await handleOf(visit, target).boundingBox();
    await mouse.move(box!.x + 5, box!.y + 5, { steps: 8 });
    await mouse.up();
  }

  async function moveByKeys(visit: Visit, letter: string, keys: string[]): Promise<void> {
    await handleOf(visit, letter).focus();
    for (const key of keys) await visit.page.keyboard.press(key);
  }

  const firstLetter = (words: string): string => /number (\w)/.exec(words)?.[1] ?? '?';

  it('begins with the demo server, which says that its pictures are simulated', async () => {
    const visit = await open('/');
    await visit.sees(visit.role('heading', 'No server yet'));
    await visit.pressButton('Try it with the built-in demo server');
    await visit.sees(visit.role('textbox', 'Prompt'), LONG_MS);
    await bench.api.serverIs('demo-1', 'online', LONG_MS);
    await visit.open('/servers');
    await visit.seesText(/simulated/i);
  });

  it('queues a job, watches it live, and sees its picture', async () => {
    const visit = await open('/generate');
    await describePicture(visit, PROMPT, 40);
    await visit.pressButton(/^Add to queue/);
    await visit.sees(visit.page.getByRole('img', { name: `Live preview: ${PROMPT}` }), LONG_MS);
    const bar = visit.role('progressbar', PROMPT);
    await visit.sees(bar);
    const percents = new Set<string | null>();
    await eventually(async () => {
      if (await bar.count()) percents.add(await bar.first().getAttribute('aria-valuenow'));
      return percents.size > 2;
    }, LONG_MS);
    await visit.sees(visit.role('button', `Open the result: ${PROMPT}`), LONG_MS);
  });

  it('opens the image and uses its parameters again', async () => {
    const visit = await open('/gallery');
    await visit.press(visit.role('button', PROMPT));
    const lightbox = visit.role('dialog', 'Image');
    await visit.sees(lightbox);
    await visit.pressButton('More', lightbox);
    await visit.press(visit.role('menuitem', 'Use these parameters'));
    await visit.isAt(/^\/generate$/);
    await eventually(async () => (await visit.role('textbox', 'Prompt').inputValue()) === PROMPT);
    expect(await visit.role('textbox', 'Steps').inputValue()).toBe('40');
  });

  it('runs a bulk of three', async () => {
    const visit = await open('/generate');
    await describePicture(visit, OTHER, 4);
    await visit.pressButton('Bulk…');
    const dialog = visit.role('dialog', 'Many jobs at once');
    await visit.role('textbox', 'How many', dialog).fill('3');
    await visit.pressButton('Queue 3 jobs', dialog);
    await visit.seesText('3 jobs are queued.');
    await visit.seesNo(dialog);
    const { jobs } = await bench.api.settled(LONG_MS);
    expect(jobs.completed).toBe(4);
    await visit.open('/gallery');
    await visit.sees(visit.role('button', new RegExp(OTHER)));
  });

  it('is told of the end of a bulk although nobody looks', async () => {
    const visit = await bench.visit(screen);
    await visit.page.addInitScript(UNSEEN);
    await visit.open('/more');
    await visit.press(visit.role('switch', /^A notification when a bulk is done/));
    await visit.page.evaluate('navigator.serviceWorker.ready.then(() => { globalThis.unseen = true; })');
    const body = { bulk_quantity: 2, name: 'Two boats', generation_params: { prompt: OTHER, steps: 4 } };
    await bench.api.ok('POST', '/api/v2/generate/bulk', body);
    const shown = (): Promise<string[]> => visit.page.evaluate('shown');
    await eventually(async () => (await shown()).length > 0, LONG_MS);
    expect(await shown()).toEqual(['Two boats is done: All 2 jobs are done']);
    await bench.api.settled(LONG_MS);
  });

  it('puts waiting jobs into another order, and cancels one', async () => {
    await bench.api.pause();
    for (const name of ['a', 'b', 'c'])
      await bench.api.submit({ params: { prompt: `number ${name}, a test card` } });
    const visit = await open('/queue');
    await eventually(async () => (await namesOf(visit)).join('') === 'abc');
    await visit.pressButton(/^What to do with number c/);
    await visit.press(visit.role('menuitem', 'Move to the top'));
    await eventually(async () => (await namesOf(visit)).join('') === 'cab');
    await visit.pressButton(/^What to do with number a/);
    await visit.press(visit.role('menuitem', 'Cancel'));
    await eventually(async () => (await namesOf(visit)).join('') === 'cb');
    await eventually(async () => (await bench.api.queue()).jobs.cancelled === 1);
    expect(await orderAtTheServer()).toBe('cb');
    if (screen === 'desk') await dragOver(visit, 'b', 'c');
    else await moveByKeys(visit, 'b', ['Space', 'ArrowUp', 'Space']);
    await eventually(async () => (await namesOf(visit)).join('') === 'bc');
    await eventually(async () => (await orderAtTheServer()) === 'bc');
    await bench.api.resume();
    await bench.api.settled(LONG_MS);
  });

  it('makes a key, whose secret is shown once', async () => {
    const visit = await open('/keys');
    await visit.press(visit.role('button', 'Create a key').first());
    const form = visit.role('dialog', 'Create a key');
    await visit.role('textbox', /^Name/, form).fill('The studio PC');
    await visit.pressButton(/^Create/, form);
    const secret = visit.role('dialog', 'The studio PC: its secret');
    await visit.sees(secret.getByText(/^mk_/));
    await visit.pressButton('I have kept it', secret);
    await visit.seesText('The studio PC');
    const { api_keys } = await bench.api.ok<{ api_keys: { name: string }[] }>('GET', '/api/v1/api-keys');
    expect(api_keys.map(({ name }) => name)).toEqual(['The studio PC']);
  });

  it('throws an image away and takes it back', async () => {
    const trashed = async (): Promise<number> =>
      (await bench.api.ok<{ total: number }>('GET', '/api/v1/gallery/images?trashed=true')).total;
    const visit = await open('/gallery');
    const tile = visit.role('button', PROMPT);
    await visit.press(tile);
    const lightbox = visit.role('dialog', 'Image');
    await visit.sees(visit.role('button', 'Move to the trash', lightbox));
    const before = visit.role('button', 'The image before', lightbox);
    // A thumb swipes; only a mouse has buttons for it.
    await (screen === 'desk' ? visit.sees(before) : visit.seesNo(before));
    await visit.pressButton('Move to the trash', lightbox);
    await visit.seesText('1 image moved to the trash.');
    await visit.open('/gallery');
    await visit.sees(visit.role('button', new RegExp(OTHER)));
    expect(await tile.count()).toBe(0);
    await visit.press(visit.role('button', new RegExp(OTHER)).first());
    await visit.pressButton('Move to the trash', lightbox);
    await eventually(async () => (await trashed()) === 2);
    await visit.pressButton('Undo');
    await eventually(async () => (await trashed()) === 1);
    const left = await bench.api.ok<{ images: { prompt: string }[] }>(
      'GET',
      '/api/v1/gallery/images?trashed=true',
    );
    expect(left.images.map(({ prompt }) => prompt)).toEqual([PROMPT]);
  });
});
