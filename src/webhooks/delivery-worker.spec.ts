import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../test/support/eventually.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeliverySignals } from './delivery-signals.js';
import type { DeliveryTries } from './delivery-tries.js';
import { DeliveryWorker } from './delivery-worker.js';
import { AT_ONCE_PER_KEY } from './host-places.js';

describe(DeliveryWorker.name, () => {
  let db: TempDatabase;
  let worker: DeliveryWorker;
  beforeEach(async () => {
    db = await openTempDatabase();
  });
  afterEach(async () => {
    await worker.beforeApplicationShutdown();
    await db.close();
  });

  it('lets a key with many hosts that hang keep nobody else waiting', async () => {
    const deliveries = new DeliveriesRepository(db.database, db.clock);
    const signals = new DeliverySignals();
    const hanging: string[] = [];
    const told: number[] = [];
    const tries: Pick<DeliveryTries, 'make'> = {
      make: async ({ api_key_id: keyId, host, seq }, signal) => {
        if (keyId === 1) {
          hanging.push(host);
          return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
        }
        told.push(keyId ?? 0);
        await db.database.write((manager) =>
          manager.query(`UPDATE webhook_deliveries SET status = 'delivered' WHERE seq = ?`, [seq]),
        );
      },
    };
    const add = (n: number, apiKeyId: number | null, host: string) =>
      deliveries.add([
        {
          ...{ subscriptionId: null, target: null, endpoint: 'job:x', host, apiKeyId, eventSeq: n },
          ...{ eventType: 'job.failed', jobId: 'x', bulkJobId: null, lane: `${n}` },
          ...{ payloadJson: '{}', maxAttempts: 3 },
        },
      ]);
    for (let n = 0; n < 40; n += 1) await add(n, 1, `dead-${n}.example`);
    for (let n = 40; n < 44; n += 1) await add(n, n % 2 ? null : 2, `dead-${n - 40}.example`);
    worker = new DeliveryWorker(
      { STABLEQUEUE_ROLE: 'all' },
      deliveries,
      tries as DeliveryTries,
      signals,
      db.clock,
    );
    worker.onApplicationBootstrap();
    await eventually(() => told.length === 4);
    await eventually(() => hanging.length === AT_ONCE_PER_KEY);
    expect([...told].sort()).toEqual([0, 0, 2, 2]);
    expect(hanging).toHaveLength(AT_ONCE_PER_KEY);
  });
});
