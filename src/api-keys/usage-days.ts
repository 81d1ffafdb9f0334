// Days are UTC: `2026-11-20`.
const DAY_MS = 86_400_000;

/** `ms`: since the epoch. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

export function msUntilTomorrow(ms: number): number {
  return DAY_MS - (ms % DAY_MS);
}

/** The last `count` days, the oldest first, today last. */
export function lastDays(ms: number, count: number): string[] {
  return Array.from({ length: count }, (_, at) => dayOf(ms - (count - 1 - at) * DAY_MS));
}
