import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SettingsStore } from '../database/settings-store.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { eventually } from '../../test/support/eventually.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { NewDelivery } from './delivery.js';
import { DeliverySignals } from './delivery-signals.js';
import { EventsCursorRepository } from './events-cursor.repository.js';
import type { MessageMaker } from './message-maker.js';
import { PlanRepository } from './plan.repository.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';
import { WebhookPlanner } from './webhook-planner.js';

describe(WebhookPlanner.name, () => {
  let db: TempDatabase;
  let planner: WebhookPlanner;
  /** Called before messages are made. */
  let mishap: () => void;
  beforeEach(async () => {
    db = await openTempDatabase();
    mishap = () => undefined;
  });
  afterEach(async () => {
    await planner.beforeApplicationShutdown();
    await db.close();
  });

  /** One message for each event. */
  const maker: Pick<MessageMaker, 'messagesOf'> = {
    messagesOf: async (events) => {
      mishap();
      return events.map((event): NewDelivery => ({
        ...{ subscriptionId: null, target: null, endpoint: 'job:x', host: 'me.example', apiKeyId: null },
        ...{ eventSeq: event.seq, eventType: event.type, jobId: event.jobId ?? null, bulkJobId: null },
        ...{ lane: `job:x|${event.jobId}`, payloadJson: '{}', maxAttempts: 3 },
      }));
    },
  };
  const start = async (role: 'all' | 'api' = 'all'): Promise<void> => {
    const { database, events, clock } = db;
    const cursor = new EventsCursorRepository(database, new SettingsStore(database));
    const subscribers = new SubscriptionsRepository(database, clock);
    const plan = new PlanRepository(database, cursor, new DeliveriesRepository(database, clock), subscribers);
    planner = new WebhookPlanner(
      { STABLEQUEUE_ROLE: role },
      events,
      plan,
      maker as MessageMaker,
      new DeliverySignals(),
    );
    await planner.onApplicationBootstrap();
  };
  const restart = async (role: 'all' | 'api' = 'all'): Promise<void> => {
    await planner.beforeApplicationShutdown();
    await start(role);
  };
  const happen = (jobId: string, type: 'job.failed' | 'job.updated' = 'job.failed') =>
    db.events.append({ type, jobId, data: {} });
  const planned = () =>
    db.database.read(async (manager) => {
      const rows = await manager.query<{ job_id: string }[]>(
        `SELECT job_id FROM webhook_deliveries ORDER BY seq`,
      );
      return rows.map((row) => row.job_id);
    });
  const becomes = (jobs: string[]) =>
    eventually(async () => {
      const now = await planned();
      if (now.join() !== jobs.join()) throw new Error(now.join());
      return true;
    });

  it('begins with what happens from now on, and goes on where the last run left off', async () => {
    await happen('before');
    await start();
    await happen('a');
    await becomes(['a']);
    await planner.beforeApplicationShutdown();
    await happen('b');
    await happen('c');
    await start();
    await becomes(['a', 'b', 'c']);
  });

  it('plans each event once, however often it is looked at', async () => {
    await start();
    await happen('a');
    await becomes(['a']);
    await db.database.write((manager) =>
      manager.query(`UPDATE app_settings SET value_json = '0' WHERE name = 'webhooks.cursor'`),
    );
    await restart();
    await happen('b');
    await becomes(['a', 'b']);
  });

  it('plans more events than a page in their order', async () => {
    await start();
    const ids = Array.from({ length: 250 }, (_, n) => `job ${n}`);
    await Promise.all(ids.map((id) => happen(id)));
    await becomes(ids);
  });

  it('leaves nothing out when something goes wrong on the way', async () => {
    await start();
    let failures = 1;
    mishap = () => {
      if (failures-- > 0) throw new Error('no luck');
    };
    await happen('a');
    await becomes(['a']);
  });

  it('does nothing in a process that only serves', async () => {
    await start('all');
    await happen('a');
    await becomes(['a']);
    await restart('api');
    await happen('b');
    await planner.keepUp();
    expect(await planned()).toEqual(['a']);
    await restart('all');
    await becomes(['a', 'b']);
  });

  it('moves on over events that nobody hears of, so that these can be pruned', async () => {
    await start();
    for (let n = 0; n < 3; n += 1) await happen('x', 'job.updated');
    await planner.keepUp();
    const settings = new SettingsStore(db.database);
    expect(await settings.get('webhooks.cursor')).toBe(3);
  });
});
