import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DispatchError, type DispatchErrorKind, type Inventory } from '../dispatch/contract/index.js';
import { inventoryWith, UNREACHABLE } from './fixtures/fake-dispatcher.js';
import {
  eventually,
  newDataDir,
  removeDataDir,
  startServers,
  storedEvents,
  type ServersBed,
} from './fixtures/servers-bed.js';

const failure = (kind: DispatchErrorKind, code: string): DispatchError =>
  new DispatchError(kind, 'It failed.', { code });

describe('ServerFleet', () => {
  let dataDir: string;
  let bed: ServersBed;
  let id: string;
  let changes: number;

  // Timers are faked, but each commit takes a real turn of the event loop.
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) {
      await jest.advanceTimersByTimeAsync(2);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const tower = () => {
    const server = bed.fleet.byId(id);
    if (!server) throw new Error('no tower');
    return server;
  };
  const fail = (times: number): void => {
    for (let time = 0; time < times; time++)
      bed.fleet.reportFailure(id, failure('retryable', 'out_of_memory'));
  };

  beforeEach(async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    dataDir = newDataDir();
    bed = await startServers(dataDir);
    ({ id } = await bed.servers.create({
      alias: 'tower',
      base_url: 'http://gpu:7860',
      max_concurrent_jobs: 3,
    }));
    await settle();
    changes = 0;
    bed.fleet.changes$.subscribe(() => (changes += 1));
  });
  afterEach(async () => {
    await bed.stop();
    jest.useRealTimers();
    removeDataDir(dataDir);
  });

  it('lets a server rest after three failures in a row, then one job through, then all', async () => {
    fail(2);
    expect(bed.fleet.dispatchable()).toHaveLength(1);
    fail(1);
    expect(bed.fleet.dispatchable()).toEqual([]);
    expect(bed.fleet.whyNot(tower())).toMatchObject({
      code: 'server_resting',
      message: expect.stringContaining('3 jobs in a row'),
    });
    await jest.advanceTimersByTimeAsync(29_900);
    expect(bed.fleet.dispatchable()).toEqual([]);
    changes = 0;
    await jest.advanceTimersByTimeAsync(200);
    expect(changes).toBe(1);
    expect(bed.fleet.dispatchable()).toMatchObject([{ alias: 'tower', maxConcurrentJobs: 1 }]);
    bed.fleet.reportSuccess(id);
    expect(bed.fleet.dispatchable()).toMatchObject([
      { maxConcurrentJobs: 3, health: { circuit: { state: 'closed', failures: 0 } } },
    ]);
  });

  it('rests twice as long when the one job fails too', async () => {
    fail(3);
    await jest.advanceTimersByTimeAsync(30_000);
    fail(1);
    await jest.advanceTimersByTimeAsync(59_000);
    expect(bed.fleet.dispatchable()).toEqual([]);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(bed.fleet.dispatchable()).toHaveLength(1);
  });

  it('begins to count again after a success', () => {
    fail(2);
    bed.fleet.reportSuccess(id);
    fail(2);
    expect(bed.fleet.dispatchable()).toHaveLength(1);
  });

  it("does not blame a server for a job's own faults", () => {
    for (let time = 0; time < 5; time++) bed.fleet.reportFailure(id, failure('permanent', 'model_not_found'));
    expect(tower().health.circuit.failures).toBe(0);
  });

  it('keeps a circuit open through looks that go well', async () => {
    fail(3);
    await jest.advanceTimersByTimeAsync(15_000);
    expect(tower().health).toMatchObject({ state: 'online', circuit: { state: 'open' } });
  });

  it.each([
    ['server_unreachable', 'unreachable', 'server_offline'],
    ['login_needed', 'misconfigured', 'server_login_needed'],
    ['wrong_password', 'misconfigured', 'server_login_needed'],
    ['wrong_address', 'misconfigured', 'server_misconfigured'],
    ['api_not_enabled', 'misconfigured', 'server_misconfigured'],
    ['tls', 'misconfigured', 'server_misconfigured'],
    ['starting', 'starting', 'server_starting'],
  ])(
    'takes a server offline at once when a job finds %s, and looks at it in a second',
    async (code, state, reason) => {
      const looks = bed.dispatcher.looksAt('tower');
      bed.fleet.reportFailure(id, failure('busy', code));
      expect(bed.fleet.dispatchable()).toEqual([]);
      expect(tower().health).toMatchObject({ state, problem: 'It failed.' });
      expect(bed.fleet.whyNot(tower())?.code).toBe(reason);
      await jest.advanceTimersByTimeAsync(900);
      expect(bed.dispatcher.looksAt('tower')).toBe(looks);
      await jest.advanceTimersByTimeAsync(200);
      expect(bed.dispatcher.looksAt('tower')).toBe(looks + 1);
      expect(bed.fleet.dispatchable()).toHaveLength(1);
      await settle();
      expect((await storedEvents(bed.database)).map(({ data }) => data['state']).slice(-2)).toEqual([
        state,
        'online',
      ]);
    },
  );

  it('looks at a server in a second when it lost a generation, and goes on using it until then', async () => {
    const looks = bed.dispatcher.looksAt('tower');
    bed.fleet.reportFailure(id, failure('lost', 'lost'));
    expect(bed.fleet.dispatchable()).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1_100);
    expect(bed.dispatcher.looksAt('tower')).toBe(looks + 1);
  });

  it('counts an overloaded server like any failure, and leaves it online', () => {
    bed.fleet.reportFailure(id, failure('busy', 'server_busy'));
    expect(tower().health).toMatchObject({ state: 'online', circuit: { failures: 1 } });
  });

  it('counts jobs that fail together with their server as one failure', () => {
    for (let time = 0; time < 5; time++) bed.fleet.reportFailure(id, failure('busy', 'server_unreachable'));
    expect(tower().health.circuit).toMatchObject({ state: 'closed', failures: 1 });
  });

  it('ignores reports about a server that was removed', async () => {
    await bed.servers.remove('tower', false);
    bed.fleet.reportSuccess(id);
    bed.fleet.reportFailure(id, failure('lost', 'lost'));
    expect(bed.fleet.all()).toEqual([]);
    await expect(bed.fleet.inventory(id).refresh()).rejects.toMatchObject({
      ...{ name: 'DispatchError', kind: 'busy', code: 'server_removed' },
    });
  });

  it('keeps the health through a rename and forgets it with another address', async () => {
    await bed.servers.update('tower', { alias: 'attic' });
    expect(tower().health.state).toBe('online');
    bed.dispatcher.answers('attic', UNREACHABLE);
    fail(3);
    await bed.servers.update('attic', { base_url: 'http://other:7860' });
    expect(tower().health).toMatchObject({ state: 'unknown', circuit: { state: 'closed' } });
    expect(bed.fleet.whyNot(tower())?.code).toBe('server_checking');
    await settle();
    expect(bed.fleet.whyNot(tower())?.code).toBe('server_offline');
  });

  it('tells when work may have become possible', async () => {
    for (const change of [{ draining: true }, { draining: false }, { enabled: false }, { enabled: true }]) {
      changes = 0;
      await bed.servers.change('tower', change);
      expect(changes).toBeGreaterThan(0);
    }
    await settle();
    changes = 0;
    bed.dispatcher.has('tower', inventoryWith('new.safetensors'));
    await bed.fleet.inventory(id).refresh();
    expect(changes).toBe(1);
    await bed.fleet.inventory(id).refresh();
    expect(changes).toBe(1);
  });

  it('asks once for the inventory however many wait for it', async () => {
    const asked = bed.dispatcher.inventoried.length;
    let give: (inventory: Inventory) => void = () => undefined;
    bed.dispatcher.inventories.set('tower', () => new Promise((resolve) => (give = resolve)));
    const waiting = [1, 2, 3].map(() => bed.fleet.inventory(id).refresh());
    await settle();
    give(inventoryWith('new.safetensors'));
    const got = await Promise.all(waiting);
    expect(got.every((inventory) => inventory === got[0])).toBe(true);
    expect(bed.dispatcher.inventoried).toHaveLength(asked + 1);
    expect(bed.fleet.inventory(id).current()?.checkpoints).toMatchObject([{ name: 'new.safetensors' }]);
  });

  it('does not keep the inventory of an address that the server had before', async () => {
    let give: (inventory: Inventory) => void = () => undefined;
    bed.dispatcher.inventories.set('tower', () => new Promise((resolve) => (give = resolve)));
    const asking = bed.fleet.inventory(id).refresh();
    bed.dispatcher.answers('tower', UNREACHABLE);
    await bed.servers.update('tower', { base_url: 'http://other:7860' });
    give(inventoryWith('old.safetensors'));
    await asking;
    expect(bed.fleet.inventory(id).current()).toBeNull();
    const rows = await bed.database.read((manager) =>
      manager.query<unknown[]>('SELECT * FROM server_inventories'),
    );
    expect(rows).toEqual([]);
  });

  it('gives up on an inventory that never comes', async () => {
    bed.dispatcher.inventories.set('tower', () => new Promise(() => undefined));
    const asking = bed.fleet
      .inventory(id)
      .refresh()
      .catch((error: unknown) => error);
    await jest.advanceTimersByTimeAsync(120_000);
    expect(await asking).toMatchObject({ kind: 'busy', code: 'server_unreachable' });
  });

  it('knows after a restart what each server had, and needs only one look to use it', async () => {
    await bed.fleet.inventory(id).refresh();
    await bed.stop();
    bed = await startServers(dataDir);
    expect(bed.fleet.inventory(id).current()?.checkpoints).toMatchObject([{ name: 'modelA.safetensors' }]);
    await jest.advanceTimersByTimeAsync(1);
    expect(bed.fleet.dispatchable()).toMatchObject([{ alias: 'tower' }]);
  });

  it('gets over a damaged stored inventory', async () => {
    await bed.database.write((manager) =>
      manager.query(`UPDATE server_inventories SET inventory_json = '{"checkpoints": 7'`),
    );
    await bed.stop();
    bed = await startServers(dataDir);
    expect(bed.fleet.inventory(id).current()).toBeNull();
    jest.useRealTimers();
    await eventually(() => expect(bed.fleet.byId(id)).toBeDefined());
  });
});
