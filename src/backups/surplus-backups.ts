// Which backups are no longer wanted. Pure.
import type { BackupReason } from './backups.dto.js';

export interface DatedBackup {
  name: string;
  /** ISO-8601. */
  createdAt: string;
  reason: BackupReason;
}

const DAILY = 7;
const WEEKLY = 4;
/** Of each kind that is made before something is changed. */
const BEFORE_CHANGES = 5;
const DAY_MS = 86_400_000;

/**
 * Of the scheduled ones the newest of each of the last 7 days that have one is kept, and of each of the last 4 weeks; of
 * those before migrations, resets and restores the last 5 each; of those that people made all.
 */
export function surplusBackups(backups: readonly DatedBackup[]): string[] {
  const newestFirst = [...backups].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const of = (reason: BackupReason): DatedBackup[] =>
    newestFirst.filter((backup) => backup.reason === reason);
  const scheduled = of('scheduled');
  const kept = new Set([
    ...newestOfEach(scheduled, dayOf, DAILY),
    ...newestOfEach(scheduled, weekOf, WEEKLY),
  ]);
  for (const reason of ['migration', 'reset', 'before_restore'] as const)
    for (const { name } of of(reason).slice(0, BEFORE_CHANGES)) kept.add(name);
  return newestFirst
    .filter(({ name, reason }) => reason !== 'manual' && !kept.has(name))
    .map(({ name }) => name);
}

function newestOfEach(
  newestFirst: readonly DatedBackup[],
  stretchOf: (backup: DatedBackup) => number,
  stretches: number,
): string[] {
  const newest = new Map<number, string>();
  for (const backup of newestFirst) {
    const stretch = stretchOf(backup);
    if (!newest.has(stretch)) newest.set(stretch, backup.name);
  }
  return [...newest.values()].slice(0, stretches);
}

/** Days and weeks of UTC; weeks begin on Monday (the first day of the epoch was a Thursday). */
const dayOf = ({ createdAt }: DatedBackup): number => Math.floor(Date.parse(createdAt) / DAY_MS);
const weekOf = (backup: DatedBackup): number => Math.floor((dayOf(backup) + 3) / 7);
