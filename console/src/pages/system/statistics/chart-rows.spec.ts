import { describe, expect, it } from '@jest/globals';
import { gpuRows, outcomeRows, outcomeTotals, utilisationRows } from './chart-rows';

const statistics = {
  days: [
    { day: '2026-11-19', completed: 3, failed: 1, cancelled: 0, images: 3, gpu_seconds: 1_800 },
    { day: '2026-11-20', completed: 2, failed: 0, cancelled: 4, images: 2, gpu_seconds: 3_600 },
  ],
  servers: [
    {
      ...{ server_alias: 'lab-4090', jobs: 9, images: 5, gpu_seconds: 4_500 },
      by_day: [{ day: '2026-11-20', gpu_seconds: 4_500 }],
    },
  ],
  keys: [],
  failures: [],
  wait: { mean_seconds: null, p50_seconds: null, p95_seconds: null },
};

describe('rows of charts', () => {
  it('count jobs by day and by how they ended', () => {
    expect(
      outcomeRows(statistics).map(({ completed, failed, cancelled }) => [completed, failed, cancelled]),
    ).toEqual([
      [3, 1, 0],
      [2, 0, 4],
    ]);
    expect(outcomeTotals(statistics)).toEqual({ done: 5, failed: 1, cancelled: 4 });
  });

  it('tell GPU time of each server, nothing for a day without any, in a unit that is not too much', () => {
    const read = (given: typeof statistics) => {
      const { rows, unit } = gpuRows(given);
      return [unit, ...rows.map((row) => row['lab-4090'])];
    };
    expect(read(statistics)).toEqual([' h', 0, 1.25]);
    const days = statistics.days.map((day) => ({ ...day, gpu_seconds: 90 }));
    expect(read({ ...statistics, days })).toEqual([' min', 0, 75]);
    const short = statistics.days.map((day) => ({ ...day, gpu_seconds: 4 }));
    const servers = [{ ...statistics.servers[0]!, by_day: [{ day: '2026-11-20', gpu_seconds: 1.234 }] }];
    expect(read({ ...statistics, days: short, servers })).toEqual([' s', 0, 1.23]);
  });

  it('tell percent of slots for each stretch of time', () => {
    const server = {
      server_alias: 'a',
      jobs_last_hour: 0,
      images_last_hour: 0,
      waiting: 0,
      busy: [0, 0.504, 1],
    };
    const rows = utilisationRows({
      ...{ from: '2026-11-20T10:00:00Z', to: '2026-11-20T10:03:00Z', bucket_seconds: 60 },
      servers: [server],
    });
    expect(rows.map((row) => row['a'])).toEqual([0, 50, 100]);
    expect(new Set(rows.map(({ time }) => time)).size).toBe(3);
    expect(utilisationRows({ from: '', to: '', bucket_seconds: 60, servers: [] })).toEqual([]);
  });
});
