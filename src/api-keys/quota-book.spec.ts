import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../test/support/eventually.js';
import { makeTempFolder, removeFolder } from '../../test/support/temp-folder.js';
import { EventBus } from '../events/event-bus.js';
import { startKeys, type KeysBed } from './fixtures/keys-bed.js';
import { QuotaBook } from './quota-book.js';

const KEYS = '/api/v1/api-keys';

describe(QuotaBook.name, () => {
  let dataDir: string;
  let bed: KeysBed;
  let book: QuotaBook;
  let changes = 0;
  const open = async () => {
    bed = await startKeys(dataDir);
    book = bed.app.get(QuotaBook);
    book.changed$.subscribe(() => (changes += 1));
    changes = 0;
  };
  const use = (keyId: number, gpuSeconds: number) =>
    bed.database.write((manager) =>
      manager.query(
        `INSERT INTO api_key_usage (key_id, day, gpu_seconds) VALUES (?, ?, ?)
         ON CONFLICT (key_id, day) DO UPDATE SET gpu_seconds = excluded.gpu_seconds`,
        [keyId, bed.clock.iso().slice(0, 10), gpuSeconds],
      ),
    );
  const jobEnds = (apiKeyId: number) =>
    bed.app.get(EventBus).append({ type: 'job.completed', jobId: 'j', apiKeyId, data: {} });
  const today = () => book.of(1)?.gpuSecondsToday;

  beforeEach(async () => {
    dataDir = makeTempFolder('quotas');
    await open();
  });
  afterEach(async () => {
    await bed.stop();
    await removeFolder(dataDir);
  });

  it('has the keys that have a quota, and follows their limits', async () => {
    await bed.make({ name: 'free', limits: { submits_per_minute: 5, on_exceed: 'reject' } });
    expect(book.current()).toEqual([]);
    await bed.make({ name: 'tight', limits: { max_running: 1, max_bulk: 10 } });
    expect(book.current()).toEqual([
      {
        keyId: 2,
        name: 'tight',
        maxQueued: null,
        maxRunning: 1,
        gpuSecondsPerDay: null,
        gpuSecondsToday: 0,
        onExceed: 'defer',
        maxBulk: 10,
      },
    ]);
    expect(book.of(1)).toBeUndefined();
    const before = changes;
    await bed
      .http()
      .patch(`${KEYS}/2`)
      .send({ name: 'loose', limits: { max_running: 4 } });
    expect(changes).toBe(before + 1);
    expect(book.of(2)).toMatchObject({ name: 'loose', maxRunning: 4 });
  });

  it("keeps the quota of a key that is switched off, since its jobs still wait, but not of one that's gone", async () => {
    await bed.make({ name: 'tight', limits: { max_running: 1 } });
    await bed.http().patch(`${KEYS}/1`).send({ is_active: false }).expect(200);
    expect(book.of(1)).toMatchObject({ maxRunning: 1 });
    await bed.http().delete(`${KEYS}/1`).expect(200);
    expect(book.current()).toEqual([]);
  });

  it('knows today of GPU seconds soon after a job has ended, and tells when they are used up', async () => {
    await bed.make({ name: 'a', limits: { gpu_seconds_per_day: 60 } });
    await eventually(() => today() === 0);
    await use(1, 59);
    await jobEnds(1);
    await eventually(() => today() === 59);
    const before = changes;
    await use(1, 61);
    await jobEnds(1);
    await eventually(() => today() === 61);
    expect(changes).toBe(before + 1);
  });

  it('looks again after some seconds, whoever used them', async () => {
    await bed.make({ name: 'a', limits: { gpu_seconds_per_day: 60 } });
    await book.refresh();
    await use(1, 7);
    expect(today()).toBe(0);
    bed.clock.advance(5_000);
    await eventually(() => today() === 7);
  });

  it('asks in the middle of a write without becoming a part of it', async () => {
    await bed.make({ name: 'a', limits: { gpu_seconds_per_day: 60 } });
    await book.refresh();
    await use(1, 7);
    bed.clock.advance(5_000);
    const undone = bed.database.write(async (manager) => {
      await manager.query(`UPDATE api_key_usage SET gpu_seconds = 1000`);
      book.current();
      await Promise.resolve();
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await eventually(() => today() === 7);
  });

  it('begins each day (UTC) with nothing', async () => {
    await bed.make({ name: 'a', limits: { gpu_seconds_per_day: 60 } });
    await use(1, 100);
    await book.refresh();
    expect(today()).toBe(100);
    const before = changes;
    bed.clock.advance(24 * 3_600_000 - 1);
    expect(today()).toBe(100);
    bed.clock.advance(1);
    expect(today()).toBe(0);
    expect(changes).toBeGreaterThan(before);
  });

  it('knows them at a start, before the first job is handed out', async () => {
    await bed.make({ name: 'a', limits: { gpu_seconds_per_day: 60 } });
    await use(1, 61);
    await bed.stop();
    await open();
    expect(today()).toBe(61);
  });
});
