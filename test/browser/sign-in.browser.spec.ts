// Getting in where not everybody who reaches the port may: by the one-click link, and by the password.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminLink } from '../../src/access/console/admin-link.js';
import { BrowserBench } from './support/browser-bench.js';
import type { Screen } from './support/screens.js';
import type { Visit } from './support/visit.js';

const PASSWORD = 'correct horse battery staple';
const SCREENS: Screen[] = ['desk', 'phone'];
let bench: BrowserBench;

afterEach(() => bench.leave());
afterAll(() => bench.close());

const isIn = (visit: Visit) => visit.sees(visit.role('navigation', 'Pages'));

describe('without a password', () => {
  beforeAll(async () => {
    bench = await BrowserBench.open({ HOST: '0.0.0.0' });
  });

  it('a stranger reads how to get a link', async () => {
    const visit = await bench.visit('desk');
    await visit.open('/queue');
    await visit.sees(visit.page.getByText('npm run cli -- admin-link'));
    expect(await visit.role('navigation', 'Pages').count()).toBe(0);
  });

  it.each(SCREENS)('a link signs in once, and leaves no token in the address (%s)', async (screen) => {
    const token = await bench.running.app.get(AdminLink, { strict: false }).make();
    const visit = await bench.visit(screen);
    await visit.open(`/queue#token=${token}`);
    await isIn(visit);
    expect(new URL(visit.page.url()).hash).toBe('');
    await visit.page.reload();
    await isIn(visit);
    bench.troubles.expect(/status of 401/);
    const other = await bench.visit(screen);
    await other.open(`/queue#token=${token}`);
    await other.sees(other.role('alert'));
    expect(await other.role('navigation', 'Pages').count()).toBe(0);
  });

  it('a password can be set for other browsers, signs in there, and out again', async () => {
    const token = await bench.running.app.get(AdminLink, { strict: false }).make();
    const desk = await bench.visit('desk');
    await desk.open(`/queue#token=${token}`);
    await desk.pressButton('Set a password for other browsers');
    const dialog = desk.role('dialog', 'Set a password for other browsers');
    await dialog.getByLabel(/^New password/).fill(PASSWORD);
    await desk.pressButton('Set the password', dialog);
    await desk.sees(desk.page.getByText('The password is set.'));
    bench.troubles.expect(/status of 401/);
    const phone = await bench.visit('phone');
    await phone.open('/gallery');
    const field = phone.page.getByLabel(/^Password/);
    await field.fill('not this one');
    await phone.pressButton('Sign in');
    await phone.sees(phone.role('alert'));
    await field.fill(PASSWORD);
    await phone.pressButton('Sign in');
    await isIn(phone);
    expect(new URL(phone.page.url()).pathname).toBe('/gallery');
    await phone.pressButton('Search or do anything');
    await phone.role('textbox', 'Search or do anything').fill('sign out');
    await phone.press(phone.role('button', 'Sign out'));
    await phone.sees(field);
  });
});
