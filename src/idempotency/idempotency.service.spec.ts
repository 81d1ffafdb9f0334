import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Principal } from '../access/contract/index.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { IdempotencyService, type Remember } from './idempotency.service.js';

const DAY_MS = 24 * 3_600_000;

describe(IdempotencyService.name, () => {
  let db: TempDatabase;
  let service: IdempotencyService;
  let made: string[];
  const restart = () => new IdempotencyService(new IdempotencyRepository(db.database, db.clock));
  beforeEach(async () => {
    db = await openTempDatabase();
    service = restart();
    made = [];
  });
  afterEach(() => db.close());

  const store = (remember: Remember) => {
    const id = `job-${made.length + 1}`;
    return db.database.write(async () => {
      await remember(id);
      made.push(id);
      return { id };
    });
  };
  const again = async (id: string) => ({ id, again: true });
  const call = (key: string | undefined, body: unknown = { a: 1 }, who = Principal.console('loopback')) =>
    service.run({ who, route: 'POST /x', key, body }, store, again);

  it('does nothing special without a key', async () => {
    expect(await call(undefined)).toEqual({ answer: { id: 'job-1' }, replayed: false });
    expect(await call(undefined)).toEqual({ answer: { id: 'job-2' }, replayed: false });
  });

  it('gives the same answer again, whatever the order of the keys in the body', async () => {
    await call('k', { a: 1, b: [{ c: 2, d: 3 }] });
    const second = await call('k', { b: [{ d: 3, c: 2 }], a: 1 });
    expect(second).toEqual({ answer: { id: 'job-1' }, replayed: true });
    expect(made).toEqual(['job-1']);
  });

  it('refuses the key with another body', async () => {
    await call('k', { a: 1 });
    await expect(call('k', { a: 2 })).rejects.toMatchObject({ code: 'idempotency_key_reused', status: 422 });
  });

  it('asks for patience while the first request is being answered', async () => {
    let goOn = (): void => undefined;
    const waits = new Promise<void>((resolve) => (goOn = resolve));
    const who = Principal.console('loopback');
    const slow = service.run(
      { who, route: 'POST /x', key: 'k', body: 1 },
      async () => waits.then(() => ({})),
      again,
    );
    await expect(call('k', 1)).rejects.toMatchObject({
      code: 'idempotency_in_progress',
      status: 409,
      retryAfterSeconds: 1,
    });
    await expect(call('k', 2)).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    goOn();
    await slow;
  });

  it('remembers nothing of a request that failed', async () => {
    const who = Principal.console('loopback');
    const failing = (remember: Remember) =>
      db.database.write(async (): Promise<{ id: string }> => {
        await remember('job-0');
        throw new Error('disk');
      });
    await expect(service.run({ who, route: 'POST /x', key: 'k', body: 1 }, failing, again)).rejects.toThrow(
      'disk',
    );
    expect(await call('k', 2)).toEqual({ answer: { id: 'job-1' }, replayed: false });
  });

  it('makes the answer anew when the process ended before it was stored', async () => {
    await db.database.write(async () => {
      const name = { owner: 'console', route: 'POST /x', key: 'k' };
      const { canonicalHash } = await import('./canonical-json.js');
      await new IdempotencyRepository(db.database, db.clock).add(name, canonicalHash({ a: 1 }), 'job-7');
    });
    service = restart();
    expect(await call('k')).toEqual({ answer: { id: 'job-7', again: true }, replayed: true });
    expect(await call('k')).toEqual({ answer: { id: 'job-7', again: true }, replayed: true });
    expect(made).toEqual([]);
  });

  it('keeps the keys of different callers apart', async () => {
    await call('k');
    const key = new Principal({ ...Principal.nobody(), kind: 'key', keyId: 7, name: 'k' });
    expect((await call('k', { a: 2 }, key)).replayed).toBe(false);
  });

  it('forgets after a day', async () => {
    await call('k');
    db.clock.advance(DAY_MS + 1);
    expect((await call('k', { a: 2 })).replayed).toBe(false);
    db.clock.advance(DAY_MS + 1);
    await service.purge();
    const rows = await db.database.read((manager) =>
      manager.query<unknown[]>(`SELECT * FROM idempotency_keys`),
    );
    expect(rows).toEqual([]);
  });

  it.each(['', 'a\u0000b', 'ä', 'x'.repeat(256)])('refuses %j as a key', async (key) => {
    await expect(call(key)).rejects.toMatchObject({ code: 'idempotency_key_invalid', status: 400 });
  });

  it('refuses a body nested beyond all sense', async () => {
    const body: unknown = JSON.parse('['.repeat(5000) + ']'.repeat(5000));
    await expect(call('k', body)).rejects.toMatchObject({ status: 400 });
  });
});
