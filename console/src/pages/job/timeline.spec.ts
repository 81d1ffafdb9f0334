import { describe, expect, it } from '@jest/globals';
import { placed, stretches } from './timeline';

const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 10, 0, second)).toISOString();
const attempt = (n: number, from: number, to: number | null, outcome: string | null) => ({
  attempt: n,
  server_alias: 'lab',
  reattached: false,
  started_timestamp: at(from),
  ended_timestamp: to === null ? null : at(to),
  outcome,
  error: null,
});
const said = (life: Parameters<typeof stretches>[0], now: number) =>
  stretches(life, Date.parse(at(now))).map(
    ({ kind, fromMs, toMs, open }) => `${kind} ${(toMs - fromMs) / 1000}${open ? ' …' : ''}`,
  );

describe('the life of a job', () => {
  it('is waiting, trying, waiting again and trying once more', () => {
    const life = {
      creation_timestamp: at(0),
      completion_timestamp: at(40),
      status: 'completed' as const,
      attempts: [attempt(1, 10, 15, 'failed'), attempt(2, 20, 40, 'completed')],
    };
    expect(said(life, 100)).toEqual(['waiting 10', 'attempt 5', 'between 5', 'attempt 20']);
    const all = stretches(life, Date.parse(at(100)));
    expect(all.map((one) => placed(all, one))).toEqual([
      { left: 0, width: 25 },
      { left: 25, width: 12.5 },
      { left: 37.5, width: 12.5 },
      { left: 50, width: 50 },
    ]);
  });

  it('goes on while it waits or runs', () => {
    const begun = { creation_timestamp: at(0), completion_timestamp: null };
    expect(said({ ...begun, status: 'pending', attempts: [] }, 7)).toEqual(['waiting 7 …']);
    const running = { ...begun, status: 'processing' as const, attempts: [attempt(1, 2, null, null)] };
    expect(said(running, 7)).toEqual(['waiting 2', 'attempt 5 …']);
  });

  it('may end without a try', () => {
    const life = { creation_timestamp: at(0), completion_timestamp: at(3), attempts: [] };
    expect(said({ ...life, status: 'cancelled' }, 100)).toEqual(['waiting 3']);
  });
});
