import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_DOOR, Principal, type Scope } from '../access/contract/index.js';
import { AddressPolicy } from '../outbound/address-policy.js';
import { readAllowList } from '../outbound/allow-list.js';
import { SecretBox } from '../secrets/secret-box.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { WebhookIntake } from './contract/webhook-intake.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryLogRepository } from './delivery-log.repository.js';
import { DeliverySignals } from './delivery-signals.js';
import { Receivers } from './receivers.js';
import type { CreateWebhookDto } from './subscription.dto.js';
import { SubscriptionForm } from './subscription-form.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';
import { SubscriptionsService } from './subscriptions.service.js';

const key = (keyId: number, scopes: Scope[] = ['submit', 'read_own']) =>
  new Principal({
    ...{ kind: 'key', keyId, name: `key ${keyId}`, via: 'header', scopes },
    ...{ servers: null, appTypes: null, door: DEFAULT_DOOR },
  });
const admin = Principal.console('loopback');
const dto = (more: Partial<CreateWebhookDto> = {}): CreateWebhookDto => ({
  name: 'mine',
  url: 'https://discord.com/api/webhooks/123456789012345678/Abcdefghijklmnopqrst1',
  events: ['job.completed'],
  ...more,
});
const notFound = { code: 'webhook_not_found', status: 404 };

describe(SubscriptionsService.name, () => {
  let db: TempDatabase;
  let repository: SubscriptionsRepository;
  let service: SubscriptionsService;
  let receivers: Receivers;
  let deliveries: DeliveriesService;
  beforeEach(async () => {
    db = await openTempDatabase();
    const box = new SecretBox({ key: Buffer.alloc(32, 1) });
    const signals = new DeliverySignals();
    const intake = new WebhookIntake(box, new AddressPolicy(readAllowList()));
    repository = new SubscriptionsRepository(db.database, db.clock);
    receivers = new Receivers(box, db.clock);
    service = new SubscriptionsService(repository, new SubscriptionForm(intake, box), signals, db.clock);
    const log = new DeliveryLogRepository(db.database, db.clock);
    deliveries = new DeliveriesService({ WEBHOOK_RETRY_SECONDS: '1,2' }, log, signals);
  });
  afterEach(() => db.close());

  const deliver = (subscriptionId: string, apiKeyId: number | null, eventSeq: number) =>
    new DeliveriesRepository(db.database, db.clock).add([
      {
        ...{ subscriptionId, target: null, endpoint: `sub:${subscriptionId}`, host: 'discord.com', apiKeyId },
        ...{ eventSeq, eventType: 'job.completed', jobId: 'j', bulkJobId: null },
        ...{ lane: `sub:${subscriptionId}|j`, payloadJson: '{"type":"x","data":{}}', maxAttempts: 3 },
      },
    ]);

  it('shows a key its own and an administrator all; the others are answered like missing ones', async () => {
    const one = await service.create(dto(), key(1));
    const two = await service.create(dto(), key(2));
    const all = await service.create(dto(), admin);
    expect((await service.list(key(1))).map(({ id }) => id)).toEqual([one.webhook.id]);
    expect(await service.list(admin)).toHaveLength(3);
    expect(await service.list(key(3, ['admin']))).toHaveLength(3);
    for (const id of [two.webhook.id, all.webhook.id, 'wh_none']) {
      await expect(service.find(id, key(1))).rejects.toMatchObject(notFound);
      await expect(service.update(id, { name: 'x' }, key(1))).rejects.toMatchObject(notFound);
      await expect(service.rotate(id, undefined, key(1))).rejects.toMatchObject(notFound);
      await expect(service.enable(id, true, key(1))).rejects.toMatchObject(notFound);
      await expect(service.resume(id, key(1))).rejects.toMatchObject(notFound);
      await expect(service.delete(id, key(1))).rejects.toMatchObject(notFound);
    }
  });

  it('shows a key the messages of its own webhooks only, and replays no others', async () => {
    const one = await service.create(dto(), key(1));
    const two = await service.create(dto(), key(2));
    await deliver(one.webhook.id, 1, 1);
    await deliver(two.webhook.id, 2, 1);
    const seen = await deliveries.list({ limit: 50 }, key(1));
    expect(seen.deliveries.map((row) => row.subscription_id)).toEqual([one.webhook.id]);
    const [other] = (await deliveries.list({ limit: 50 }, key(2))).deliveries;
    await expect(deliveries.details(other!.id, key(1))).rejects.toMatchObject({ code: 'delivery_not_found' });
    await expect(deliveries.replay(other!.id, key(1))).rejects.toMatchObject({ code: 'delivery_not_found' });
    await db.database.write((manager) => manager.query(`UPDATE webhook_deliveries SET status = 'failed'`));
    expect(await deliveries.replayMany({ ids: [other!.id] }, key(1))).toBe(0);
    expect(await deliveries.replayMany({}, key(1))).toBe(1);
  });

  it('keeps addresses and secrets sealed, and shows neither', async () => {
    const { webhook, secret } = await service.create(dto(), admin);
    const row = (await repository.find(webhook.id))!;
    expect(webhook.url).toBe('https://discord.com/api/webhooks/1234…/Abcd…');
    expect(JSON.stringify(row)).not.toContain('Abcdefghij');
    expect(JSON.stringify(row)).not.toContain(secret.slice(6));
    expect(receivers.ofSubscription(row)).toMatchObject({ url: dto().url, secrets: [secret] });
  });

  it('keeps the whole address when its masked form comes back with a change', async () => {
    const { webhook } = await service.create(dto({ options: { username: 'a' } }), admin);
    const changed = await service.update(
      webhook.id,
      { name: 'other', url: webhook.url, options: { username: 'b' } },
      admin,
    );
    expect(changed.name).toBe('other');
    const row = (await repository.find(webhook.id))!;
    expect(receivers.ofSubscription(row)).toMatchObject({ url: dto().url, options: { username: 'b' } });
  });

  it('signs with the former secret, too, for a day', async () => {
    const { webhook, secret } = await service.create(dto(), admin);
    const rotated = await service.rotate(webhook.id, undefined, admin);
    const secrets = async () => receivers.ofSubscription((await repository.find(webhook.id))!).secrets;
    expect(await secrets()).toEqual([rotated.secret, secret]);
    db.clock.advance(25 * 3600_000);
    expect(await secrets()).toEqual([rotated.secret]);
  });

  it('leaves what concerns the installation to administrators', async () => {
    const wanted = dto({ events: ['server.state'] });
    await expect(service.create(wanted, key(1))).rejects.toMatchObject({
      details: { fields: [{ path: 'events' }] },
    });
    const { webhook } = await service.create(dto(), key(1));
    await expect(service.update(webhook.id, { events: ['webhook.paused'] }, key(1))).rejects.toMatchObject({
      status: 400,
    });
    expect((await service.create(wanted, admin)).webhook.api_key_id).toBeNull();
  });

  it('asks for what a template needs', async () => {
    const telegram = dto({ template: 'telegram', url: 'https://api.telegram.org/bot1:x' });
    await expect(service.create(telegram, admin)).rejects.toMatchObject({
      details: { fields: [{ path: 'options.chat_id' }] },
    });
    await expect(
      service.create(dto({ template: 'ntfy', url: 'https://ntfy.sh' }), admin),
    ).rejects.toMatchObject({
      details: { fields: [{ path: 'options.topic' }] },
    });
  });

  it('lets a key have a hundred', async () => {
    for (let n = 0; n < 100; n += 1) await service.create(dto(), key(1));
    await expect(service.create(dto(), key(1))).rejects.toMatchObject({
      code: 'too_many_webhooks',
      status: 409,
    });
    await service.create(dto(), key(2));
  });
});
