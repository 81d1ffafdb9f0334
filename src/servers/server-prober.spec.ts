import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ONLINE, UNREACHABLE, inventoryWith } from './fixtures/fake-dispatcher.js';
import {
  newDataDir,
  removeDataDir,
  startServers,
  storedEvents,
  type ServersBed,
} from './fixtures/servers-bed.js';
import { ServerChecks } from './server-checks.js';
import { pauseMs } from './probe-loop.js';

const INTERVAL_MS = 10_000;

describe('pauseMs', () => {
  it('is the interval, then one, two, four, eight and at most twelve times as long', () => {
    const never = (): number => 0;
    expect([0, 1, 2, 3, 4, 5, 50].map((failures) => pauseMs(10, failures, never))).toEqual([
      10, 10, 20, 40, 80, 120, 120,
    ]);
  });

  it('is up to a fifth shorter by chance, so that servers behind one dead switch are not asked in step', () => {
    expect(pauseMs(1_000, 5, () => 0.5)).toBe(10_800);
  });
});

describe('ServerProber', () => {
  let dataDir: string;
  let bed: ServersBed;
  const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms).then(() => undefined);
  const add = async (alias: string): Promise<void> =>
    void (await bed.servers.create({ alias, base_url: `http://${alias}:7860` }));
  const looksIn = async (alias: string, ms: number): Promise<number> => {
    const before = bed.dispatcher.looksAt(alias);
    await pass(ms);
    return bed.dispatcher.looksAt(alias) - before;
  };

  beforeEach(async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    dataDir = newDataDir();
    bed = await startServers(dataDir);
  });
  afterEach(async () => {
    await bed.stop();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
    removeDataDir(dataDir);
  });

  it('looks at a new server at once and then once per interval', async () => {
    await add('tower');
    expect(await looksIn('tower', 1)).toBe(1);
    expect(await looksIn('tower', INTERVAL_MS * 5)).toBe(5);
  });

  it('looks less and less often at a server that does not answer, and as often as before once it does', async () => {
    bed.dispatcher.answers('tower', UNREACHABLE);
    await add('tower');
    await pass(1);
    const looks: number[] = [];
    for (const factor of [1, 2, 4, 8, 12, 12]) looks.push(await looksIn('tower', INTERVAL_MS * factor));
    expect(looks.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(8);
    expect(looks.slice(0, 4)).toEqual([1, 1, 1, 1]);
    bed.dispatcher.answers('tower', ONLINE);
    await pass(INTERVAL_MS * 12);
    expect(bed.fleet.byAlias('tower')?.health.state).toBe('online');
    expect(await looksIn('tower', INTERVAL_MS * 3)).toBe(3);
  });

  it('looks often at a server that is starting', async () => {
    bed.dispatcher.answers('tower', { ...UNREACHABLE, state: 'starting', problemCode: 'starting' });
    await add('tower');
    await pass(1);
    expect(await looksIn('tower', INTERVAL_MS * 6)).toBe(6);
  });

  it('is not held up by a server that hangs', async () => {
    bed.dispatcher.hangs('hanging');
    await add('hanging');
    await add('tower');
    await pass(1);
    expect(bed.fleet.dispatchable()).toMatchObject([{ alias: 'tower' }]);
    expect(await looksIn('tower', INTERVAL_MS * 3)).toBe(3);
    expect(bed.fleet.byAlias('hanging')?.health).toMatchObject({
      state: 'unreachable',
      problem: expect.stringContaining('within 15 s'),
    });
  });

  it('never has two looks at one server under way', async () => {
    let underWay = 0;
    let most = 0;
    bed.dispatcher.probes.set('tower', (_, signal) => {
      most = Math.max(most, (underWay += 1));
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error(`ended ${(underWay -= 1)}`))),
      );
    });
    await add('tower');
    await pass(INTERVAL_MS * 20);
    expect(most).toBe(1);
  });

  it('ends the look under way when the settings change, and takes no notice of what it finds', async () => {
    const answers: ((wrong: typeof ONLINE) => void)[] = [];
    bed.dispatcher.probes.set('tower', () => new Promise((resolve) => answers.push(resolve)));
    await add('tower');
    await pass(1);
    await bed.servers.update('tower', { base_url: 'http://other:7860' });
    answers[0]?.(ONLINE);
    await pass(1);
    expect(bed.fleet.byAlias('tower')?.health.state).toBe('unknown');
    expect(bed.dispatcher.probed.at(-1)?.baseUrl).toBe('http://other:7860');
    answers[1]?.(ONLINE);
    await pass(1);
    expect(bed.fleet.byAlias('tower')?.health.state).toBe('online');
  });

  it('takes no notice of a look that a person asked for before the settings changed', async () => {
    await add('tower');
    await pass(1);
    let answer: (result: typeof ONLINE) => void = () => undefined;
    bed.dispatcher.probes.set('tower', () => new Promise((resolve) => (answer = resolve)));
    const testing = bed.app.get(ServerChecks).test('tower');
    bed.dispatcher.answers('tower', UNREACHABLE);
    await bed.servers.update('tower', { base_url: 'http://other:7860' });
    await pass(1);
    answer(ONLINE);
    expect(await testing).toMatchObject({ ok: true });
    expect(bed.fleet.byAlias('tower')?.health.state).toBe('unreachable');
  });

  it('leaves a disabled or removed server alone', async () => {
    await add('tower');
    await add('attic');
    await pass(1);
    await bed.servers.change('tower', { enabled: false });
    await bed.servers.remove('attic', false);
    expect(await looksIn('tower', INTERVAL_MS * 30)).toBe(0);
    expect(await looksIn('attic', INTERVAL_MS * 30)).toBe(0);
  });

  it('tells each change of state once', async () => {
    await add('tower');
    await pass(INTERVAL_MS * 3);
    bed.dispatcher.answers('tower', UNREACHABLE);
    await pass(INTERVAL_MS * 3);
    bed.dispatcher.answers('tower', ONLINE);
    await pass(INTERVAL_MS * 3);
    const told = (await storedEvents(bed.database)).map(({ server_alias, data }) => [
      server_alias,
      data['state'],
      data['problem'],
    ]);
    expect(told).toEqual([
      ['tower', 'unknown', null],
      ['tower', 'online', null],
      ['tower', 'unreachable', 'Nobody listens there.'],
      ['tower', 'online', null],
    ]);
  });

  it('asks what a server has when it first answers, when it was away, and every five minutes', async () => {
    const asked = (): number => bed.dispatcher.inventoried.length;
    await add('tower');
    await pass(1);
    expect(asked()).toBe(1);
    await pass(290_000);
    expect(asked()).toBe(1);
    await pass(20_000);
    expect(asked()).toBe(2);
    bed.dispatcher.answers('tower', UNREACHABLE);
    await pass(INTERVAL_MS);
    bed.dispatcher.answers('tower', ONLINE);
    bed.dispatcher.has('tower', inventoryWith('new.safetensors'));
    await pass(INTERVAL_MS);
    expect(asked()).toBe(3);
    expect(bed.fleet.inventory(bed.fleet.byAlias('tower')?.id ?? '').current()?.checkpoints).toMatchObject([
      { name: 'new.safetensors' },
    ]);
  });

  it('goes on looking while a server does not tell what it has', async () => {
    bed.dispatcher.inventories.set('tower', () => Promise.reject(new Error('no list')));
    await add('tower');
    await pass(1);
    expect(await looksIn('tower', INTERVAL_MS * 6)).toBe(6);
    expect(bed.dispatcher.inventoried).toHaveLength(2);
    expect(bed.fleet.dispatchable()).toHaveLength(1);
  });

  it('survives a dispatcher that throws', async () => {
    bed.dispatcher.probes.set('tower', () => {
      throw new Error('a defect');
    });
    await add('tower');
    await pass(1);
    expect(bed.fleet.byAlias('tower')?.health).toMatchObject({
      state: 'unreachable',
      problem: expect.stringContaining('a defect'),
    });
    bed.dispatcher.answers('tower', ONLINE);
    await pass(INTERVAL_MS);
    expect(bed.fleet.dispatchable()).toHaveLength(1);
  });

  it('only looks when asked in a process that dispatches nothing', async () => {
    await bed.stop();
    bed = await startServers(dataDir, { STABLEQUEUE_ROLE: 'api' });
    await add('tower');
    expect(await looksIn('tower', INTERVAL_MS * 10)).toBe(0);
  });

  it('says at a start that a server is of a kind it does not know any more', async () => {
    await add('tower');
    await bed.database.write((manager) => manager.query(`UPDATE servers SET app_type = 'gone'`));
    await bed.stop();
    bed = await startServers(dataDir);
    await pass(1);
    expect(bed.fleet.byAlias('tower')?.health).toMatchObject({
      state: 'misconfigured',
      problemCode: 'unknown_app_type',
    });
  });
});
