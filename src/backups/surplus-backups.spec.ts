import { describe, expect, it } from '@jest/globals';
import type { BackupReason } from './backups.dto.js';
import { surplusBackups, type DatedBackup } from './surplus-backups.js';

const DAY_MS = 86_400_000;
/** A Sunday. */
const TODAY = Date.parse('2026-11-29T03:00:00.000Z');

function daysAgo(days: number, reason: BackupReason = 'scheduled'): DatedBackup {
  const createdAt = new Date(TODAY - days * DAY_MS).toISOString();
  return { name: `${reason} ${days}`, createdAt, reason };
}

function keptOf(backups: DatedBackup[]): string[] {
  const surplus = new Set(surplusBackups(backups));
  return backups.map(({ name }) => name).filter((name) => !surplus.has(name));
}

describe(surplusBackups.name, () => {
  it('keeps seven days and four weeks of the scheduled ones', () => {
    const kept = keptOf(Array.from({ length: 60 }, (_, days) => daysAgo(days)));
    expect(kept).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 14, 21].map((days) => `scheduled ${days}`));
  });

  it('lets the weeks grow day by day, so that none is lost on the way', () => {
    let kept: DatedBackup[] = [];
    for (let day = 60; day >= 0; day -= 1) {
      const all = [...kept, daysAgo(day)];
      const surplus = new Set(surplusBackups(all));
      kept = all.filter(({ name }) => !surplus.has(name));
    }
    expect(kept.length).toBeGreaterThanOrEqual(10);
    expect(kept[0]!.createdAt < new Date(TODAY - 20 * DAY_MS).toISOString()).toBe(true);
  });

  it('counts days that have a backup, not days that have passed', () => {
    const kept = keptOf([0, 90, 91, 92, 200, 300, 400].map((days) => daysAgo(days)));
    expect(kept).toHaveLength(7);
  });

  it('keeps the newest of a day', () => {
    const early = { ...daysAgo(0), name: 'early', createdAt: '2026-11-29T01:00:00.000Z' };
    expect(surplusBackups([early, daysAgo(0)])).toEqual(['early']);
  });

  it.each(['migration', 'reset', 'before_restore'] as const)(
    'keeps the last five of those of the kind %s',
    (reason) => {
      const backups = Array.from({ length: 8 }, (_, days) => daysAgo(days, reason));
      expect(surplusBackups(backups)).toEqual([5, 6, 7].map((days) => `${reason} ${days}`));
    },
  );

  it('never touches what a person has made', () => {
    expect(surplusBackups(Array.from({ length: 50 }, (_, days) => daysAgo(days, 'manual')))).toEqual([]);
  });
});
