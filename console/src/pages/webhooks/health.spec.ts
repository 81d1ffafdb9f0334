import { expect, it } from '@jest/globals';
import { healthOf } from './health';

const webhook = { enabled: true, paused: false, failures: 0 };

it('a webhook is as well as its last messages, unless somebody or its failures have stopped it', () => {
  expect(healthOf(webhook, false)).toBe('quiet');
  expect(healthOf(webhook, true)).toBe('delivers');
  expect(healthOf({ ...webhook, failures: 2 }, true)).toBe('fails');
  expect(healthOf({ ...webhook, failures: 2, paused: true }, true)).toBe('paused');
  expect(healthOf({ enabled: false, failures: 2, paused: true }, true)).toBe('off');
});
