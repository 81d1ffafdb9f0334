// The use of a key by days: what is drawn, and which days are unusual. Pure.
import type { UsageDay } from '../../api/queries/api-keys';

export const MEASURES = ['requests', 'jobs', 'gpu_seconds', 'refusals'] as const;
export type Measure = (typeof MEASURES)[number];

/** How far back "usual" goes. */
export const HABIT_DAYS = 14;
const TIMES_THE_HABIT = 5;
/** Nobody is told of less, however little a key does otherwise. */
const NEVER_UNUSUAL = 200;

export interface UnusualDay {
  day: string;
  jobs: number;
  /** On a day with bulks, of those before. */
  usual: number;
}

/** By the rule of the server's own alert (`api_key.unusual_use`), for every day that has the days before it. */
export function unusualDays(days: readonly UsageDay[]): UnusualDay[] {
  return days.flatMap(({ day, bulk_jobs: jobs }, index) => {
    const before = days.slice(Math.max(0, index - HABIT_DAYS), index).filter((one) => one.bulk_jobs > 0);
    const sum = before.reduce((total, one) => total + one.bulk_jobs, 0);
    const usual = before.length ? sum / before.length : 0;
    const isUnusual = index >= HABIT_DAYS && jobs > Math.max(NEVER_UNUSUAL, TIMES_THE_HABIT * usual);
    return isUnusual ? [{ day, jobs, usual: Math.round(usual) }] : [];
  });
}

export function totalOf(days: readonly UsageDay[], measure: Measure): number {
  return days.reduce((sum, day) => sum + day[measure], 0);
}
