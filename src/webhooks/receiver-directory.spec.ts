import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_DOOR, Principal, type Scope } from '../access/contract/index.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { AddressPolicy } from '../outbound/address-policy.js';
import { readAllowList } from '../outbound/allow-list.js';
import { SecretBox } from '../secrets/secret-box.js';
import { WebhookIntake } from './contract/webhook-intake.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { DeliveryRow } from './delivery.js';
import { DeliverySignals } from './delivery-signals.js';
import { ReceiverDirectory } from './receiver-directory.js';
import { Receivers } from './receivers.js';
import { SubscriptionForm } from './subscription-form.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';
import { SubscriptionsService } from './subscriptions.service.js';

const KEY = 7;

describe('the subscription of a key', () => {
  let db: TempDatabase;
  let subscriptions: SubscriptionsRepository;
  let directory: ReceiverDirectory;
  let deliveries: DeliveriesRepository;
  let service: SubscriptionsService;
  beforeEach(async () => {
    db = await openTempDatabase();
    const box = new SecretBox({ key: Buffer.alloc(32, 1) });
    const intake = new WebhookIntake(box, new AddressPolicy(readAllowList()));
    subscriptions = new SubscriptionsRepository(db.database, db.clock);
    deliveries = new DeliveriesRepository(db.database, db.clock);
    directory = new ReceiverDirectory(subscriptions, deliveries, new Receivers(box, db.clock), db.clock);
    const form = new SubscriptionForm(intake, box);
    service = new SubscriptionsService(subscriptions, form, new DeliverySignals(), db.clock);
    await sql(
      `INSERT INTO api_keys (id, name, key, secret_hash, secret_hint, scopes_json, created_timestamp, updated_timestamp)
         VALUES (${KEY}, 'k', 'k', '', '', '["admin"]', '', '')`,
    );
  });
  afterEach(() => db.close());

  const sql = <T = unknown>(text: string) => db.database.write((manager) => manager.query<T>(text));
  const setKey = (change: string) => sql(`UPDATE api_keys SET ${change}`);
  const subscribe = async (scopes: Scope[]): Promise<string> => {
    const who = new Principal({
      ...{ kind: 'key', keyId: KEY, name: 'k', via: 'header', scopes },
      ...{ servers: null, appTypes: null, door: DEFAULT_DOOR },
    });
    const url = 'https://me.example/hook';
    const { webhook } = await service.create({ name: 'x', url, events: ['job.completed'] }, who);
    expect(webhook).toMatchObject({ api_key_id: KEY, hears_all: scopes.includes('admin') });
    return webhook.id;
  };
  const waiting = async (subscriptionId: string, apiKeyId: number | null): Promise<DeliveryRow> => {
    await deliveries.add([
      {
        ...{ subscriptionId, target: null, endpoint: `sub:${subscriptionId}`, host: 'me.example', apiKeyId },
        ...{ eventSeq: 1, eventType: 'job.completed', jobId: 'j', bulkJobId: null },
        ...{ lane: `sub:${subscriptionId}|j`, payloadJson: '{"type":"x","data":{}}', maxAttempts: 3 },
      },
    ]);
    return (await deliveries.due('me.example', []))!;
  };
  const heard = async () =>
    (await subscriptions.listeners()).map((row) => [row.key_holds, row.hears_everything]);

  it('hears all only as long as the key is an administrator', async () => {
    const id = await subscribe(['admin']);
    expect(await heard()).toEqual([[1, 1]]);
    const row = await waiting(id, null);
    expect(await directory.of(row)).toBeDefined();
    await setKey(`scopes_json = '["submit"]'`);
    expect(await heard()).toEqual([[1, 0]]);
    expect(await directory.of(row)).toBeUndefined();
    expect(await sql('SELECT status, last_error FROM webhook_deliveries')).toEqual([
      { status: 'dropped', last_error: 'its key has no longer the scope admin' },
    ]);
  });

  it('made without that scope does not hear all once the key gets it', async () => {
    await subscribe(['submit']);
    expect(await heard()).toEqual([[1, 0]]);
  });

  it.each([
    ['is switched off', 'is_active = 0', 'is_active = 1'],
    ['expires', `expires_timestamp = '2025-12-31T23:59:59.000Z'`, 'expires_timestamp = NULL'],
  ])('is silent when the key %s, and goes on after that', async (_what, off, on) => {
    const id = await subscribe(['submit']);
    const row = await waiting(id, KEY);
    await setKey(off);
    expect(await heard()).toEqual([[0, 0]]);
    expect(await directory.of(row)).toBeUndefined();
    expect(await subscriptions.find(id)).toMatchObject({ pause_reason: expect.stringContaining('API key') });
    expect(await deliveries.due('me.example', [])).toBeUndefined();
    await setKey(on);
    db.clock.advance(3600_000);
    await subscriptions.probePaused(1);
    expect(await directory.of((await deliveries.due('me.example', []))!)).toBeDefined();
  });

  it('goes with its key, and what waits with it', async () => {
    const row = await waiting(await subscribe(['admin']), null);
    await sql('DELETE FROM api_keys');
    expect(await heard()).toEqual([[0, 0]]);
    expect(await directory.of(row)).toBeUndefined();
    expect(await service.list(Principal.console('loopback'))).toEqual([]);
    expect(await sql('SELECT seq FROM webhook_deliveries')).toEqual([]);
  });

  it('goes with its key when nothing waits, while those of the console stay', async () => {
    await subscribe(['admin']);
    const url = 'https://me.example/hook';
    await service.create({ name: 'mine', url, events: ['server.state'] }, Principal.console('loopback'));
    await sql('DELETE FROM api_keys');
    await subscriptions.deleteOrphans();
    expect((await service.list(Principal.console('loopback'))).map(({ name }) => name)).toEqual(['mine']);
    expect(await heard()).toEqual([[1, 1]]);
  });
});
