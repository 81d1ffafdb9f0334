import { describe, expect, it } from '@jest/globals';
import type { Try } from './delivery.js';
import { judgeTry, LONGEST_RETRY_AFTER_MS, readRetryAfter, readSchedule } from './judge-try.js';

const NOW = Date.parse('2026-01-01T00:00:00.000Z');
const schedule = readSchedule('5,300,1800');
const tried = (given: Partial<Try>): Try => ({
  startedAt: '',
  durationMs: 1,
  request: null,
  status: null,
  responseText: null,
  error: null,
  retryAfterMs: null,
  ...given,
});
const judge = (given: Partial<Try>, attempts = 0, event_type = 'job.completed', random = 0.5) =>
  judgeTry({ attempts, max_attempts: 4, event_type }, tried(given), schedule, NOW, () => random);
const waitOf = (verdict: { nextAt: string | null }) => Date.parse(verdict.nextAt ?? '') - NOW;

describe(judgeTry, () => {
  it.each([200, 201, 202, 204, 299])('takes %i for success', (status) => {
    expect(judge({ status })).toEqual({ status: 'delivered', nextAt: null, gone: false });
  });

  it.each([301, 302, 307, 400, 401, 404, 418, 429, 500, 502, 503, 504])('tries again after %i', (status) => {
    expect(judge({ status })).toMatchObject({ status: 'pending', gone: false });
  });

  it('follows the schedule and gives up after its end', () => {
    expect([0, 1, 2].map((attempts) => waitOf(judge({ status: 500 }, attempts)))).toEqual([
      5_000, 300_000, 1_800_000,
    ]);
    expect(judge({ status: 500 }, 3).status).toBe('failed');
  });

  it('begins the schedule anew after a replay', () => {
    const verdict = judgeTry(
      { attempts: 4, max_attempts: 8, event_type: 'job.failed' },
      tried({ status: 500 }),
      schedule,
      NOW,
      () => 0.5,
    );
    expect(waitOf(verdict)).toBe(5_000);
  });

  it('is up to a fifth early or late, so that receivers are not hit by all at once', () => {
    expect(waitOf(judge({ status: 500 }, 0, 'job.failed', 0))).toBe(4_000);
    expect(waitOf(judge({ status: 500 }, 0, 'job.failed', 1))).toBe(6_000);
  });

  it('waits as long as a busy receiver asks, but no longer than a day', () => {
    expect(waitOf(judge({ status: 429, retryAfterMs: 60_000 }))).toBe(60_000);
    expect(waitOf(judge({ status: 503, retryAfterMs: 1e12 }))).toBe(LONGEST_RETRY_AFTER_MS);
    expect(waitOf(judge({ status: 429, retryAfterMs: 10 }))).toBe(5_000);
    expect(waitOf(judge({ status: 500, retryAfterMs: 60_000 }))).toBe(5_000);
  });

  it('ends at once where trying again is of no use', () => {
    expect(judge({ status: 410 })).toEqual({ status: 'failed', nextAt: null, gone: true });
    expect(judge({ error: { code: 'address_not_allowed', message: '' } }).status).toBe('failed');
    expect(judge({ error: { code: 'timeout', message: '' } }).status).toBe('pending');
    expect(judge({ status: 500 }, 0, 'job.progress').status).toBe('dropped');
  });
});

describe(readRetryAfter, () => {
  it.each([
    ['120', 120_000],
    ['1.5', 1_500],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Thu, 01 Jan 2020 00:01:00 GMT', 0],
    ['soon', null],
    [undefined, null],
  ])('reads %s', (value, ms) => {
    expect(readRetryAfter(value, NOW)).toBe(ms);
  });
});
