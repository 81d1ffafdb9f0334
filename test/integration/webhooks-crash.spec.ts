// kill -9 between events and their delivery, again and again: nothing is lost, whatever was under way.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebhookReceiver } from '../../src/webhooks/fixtures/webhook-receiver.js';
import type { WebhookDeliveryPageDto } from '../../src/webhooks/delivery.dto.js';
import { eventually } from '../support/eventually.js';
import { startProcess, type ServerProcess } from '../support/start-process.js';
import { makeTempFolder, removeFolder } from '../support/temp-folder.js';

const ENV = {
  WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8',
  WEBHOOK_RETRY_SECONDS: Array.from({ length: 200 }, (_, n) => String(Math.min(0.1 * (n + 1), 0.5))).join(
    ',',
  ),
  WEBHOOK_TIMEOUT_MS: '5000',
};
const JOBS_A_LIFE = 15;

let dataDir: string;
let receiver: WebhookReceiver;
let server: ServerProcess;
beforeEach(async () => {
  dataDir = makeTempFolder('webhooks');
  receiver = await WebhookReceiver.start();
  server = await startProcess(dataDir, ENV);
});
afterEach(async () => {
  await server.kill9();
  await receiver.down();
  await removeFolder(dataDir);
});

const told = (): Set<unknown> => new Set(receiver.taken.map(({ payload }) => payload.data['job_id']));

function subscribe(): Promise<unknown> {
  return server.api.ok('POST', '/api/v2/webhooks', {
    name: 'crash',
    url: receiver.url,
    events: ['job.cancelled'],
  });
}

/** Their events are on disk when this resolves. */
async function cancelSome(): Promise<string[]> {
  const ids = await Promise.all(Array.from({ length: JOBS_A_LIFE }, () => server.api.submit()));
  await Promise.all(ids.map((id) => server.api.act(id, 'cancel')));
  return ids;
}

async function dieAndLive(afterMs = 0): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  await server.kill9();
  server = await startProcess(dataDir, ENV);
}

async function expectAllTold(ids: string[]): Promise<void> {
  await eventually(() => ids.every((id) => told().has(id)));
  await eventually(async () => {
    const page = await server.api.ok<WebhookDeliveryPageDto>('GET', '/api/v2/webhooks/deliveries?limit=200');
    return (
      page.deliveries.length === ids.length && page.deliveries.every((one) => one.status === 'delivered')
    );
  });
  // One event is one message: what came twice came with the same id.
  expect(new Set(receiver.taken.map(({ id }) => id)).size).toBe(ids.length);
}

describe('after kill -9', () => {
  it('every event is told, at whatever moment between event and delivery it came', async () => {
    await subscribe();
    const ids: string[] = [];
    for (const afterMs of [0, 3, 10, 40]) {
      ids.push(...(await cancelSome()));
      await dieAndLive(afterMs);
    }
    await expectAllTold(ids);
  });

  it('every event is told although the receiver was down all the while', async () => {
    await subscribe();
    await receiver.down();
    const ids = await cancelSome();
    await dieAndLive(100);
    await dieAndLive(300);
    await receiver.up();
    await expectAllTold(ids);
  });

  it('a message that was sent but not recorded is sent again with the same id', async () => {
    await subscribe();
    receiver.behave = () => 'hang';
    const id = await server.api.submit();
    await server.api.act(id, 'cancel');
    await eventually(() => receiver.received.length > 0);
    receiver.behave = () => 204;
    await dieAndLive();
    await expectAllTold([id]);
    expect(new Set(receiver.received.map((one) => one.id)).size).toBe(1);
  });
});
