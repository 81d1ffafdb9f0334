import { describe, expect, it } from '@jest/globals';
import { Clock } from '../common/clock.js';
import { SecretBox, UnreadableSecretError } from '../secrets/secret-box.js';
import { Receivers } from './receivers.js';
import type { SubscriptionRow } from './subscription.js';

const box = new SecretBox({ key: Buffer.alloc(32, 1) });
const formerBox = new SecretBox({ key: Buffer.alloc(32, 2) });
const receivers = new Receivers(box, new Clock());

const row = (given: Partial<SubscriptionRow>): SubscriptionRow =>
  ({
    id: 'wh_1',
    template: 'standard',
    secret_sealed: box.seal('new secret', 'wh_1'),
    previous_secret_sealed: null,
    previous_valid_until: '2999-01-01T00:00:00.000Z',
    options_sealed: box.seal(JSON.stringify({ url: 'https://me.example/hook' }), 'wh_1'),
    ...given,
  }) as SubscriptionRow;

describe(Receivers.name, () => {
  it('signs with both secrets while the one before still holds', () => {
    const previous = box.seal('old secret', 'wh_1');
    expect(receivers.ofSubscription(row({ previous_secret_sealed: previous })).secrets).toEqual([
      'new secret',
      'old secret',
    ]);
    const over = { previous_secret_sealed: previous, previous_valid_until: '2020-01-01T00:00:00.000Z' };
    expect(receivers.ofSubscription(row(over)).secrets).toEqual(['new secret']);
  });

  it('does not let an old secret that nobody can read keep the new one from being used', () => {
    const unreadable = formerBox.seal('old secret', 'wh_1');
    expect(receivers.ofSubscription(row({ previous_secret_sealed: unreadable })).secrets).toEqual([
      'new secret',
    ]);
    const lost = row({ secret_sealed: formerBox.seal('x', 'wh_1') });
    expect(() => receivers.ofSubscription(lost)).toThrow(UnreadableSecretError);
  });
});
