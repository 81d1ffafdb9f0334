import { describe, expect, it } from '@jest/globals';
import { Principal } from '../access/contract/index.js';
import { Clock } from '../common/clock.js';
import type { Try } from './delivery.js';
import type { DeliverySender } from './delivery-sender.js';
import type { Receivers } from './receivers.js';
import type { SubscriptionsService } from './subscriptions.service.js';
import { TestPing } from './test-ping.js';

const who = Principal.console('loopback');
const tried = { startedAt: '', durationMs: 1, request: null, status: 200, responseText: null } as Try;
const busy = { code: 'test_running', status: 409 };

describe(TestPing.name, () => {
  /** Each waits until it is answered. */
  const answers: (() => void)[] = [];
  const sender = { send: () => new Promise<Try>((resolve) => answers.push(() => resolve(tried))) };
  const subscriptions = { find: async (id: string) => ({ id, name: id }) };
  const ping = new TestPing(
    subscriptions as unknown as SubscriptionsService,
    {} as Receivers,
    sender as unknown as DeliverySender,
    new Clock(),
  );

  it('tests a subscription once at a time, and of one caller four', async () => {
    const running = ['a', 'b', 'c', 'd'].map((id) => ping.send(id, who));
    await expect(ping.send('a', who)).rejects.toMatchObject(busy);
    await expect(ping.send('e', who)).rejects.toMatchObject(busy);
    for (const answer of answers) answer();
    expect((await Promise.all(running)).every(({ delivered }) => delivered)).toBe(true);
    answers.length = 0;
    const again = ping.send('a', who);
    await Promise.resolve();
    await new Promise(setImmediate);
    answers[0]!();
    await expect(again).resolves.toMatchObject({ delivered: true });
  });
});
