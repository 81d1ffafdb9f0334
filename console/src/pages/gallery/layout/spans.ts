// The gallery is loaded in spans of time: a month with few images is one, each day of a busy month is one. How many
// images a span has is known from the timeline before any of it is loaded, so the wall has its length from the start.
import { localDay, localDaysOf, startOfDay, startOfMonth } from './local-days';

export interface Span {
  /** Stays the same while the span exists: `d2026-11-20`, `m2026-11`, or `all` where the order is not by time. */
  key: string;
  /** Milliseconds since 1970; null where the span is not bound by time. */
  from: number | null;
  to: number | null;
  /** Images in it, by the timeline: a guess where the reader's days are not those of UTC. */
  count: number;
}

export interface DayCount {
  /** In UTC. */
  day: string;
  count: number;
}

/** Months with more are loaded by days. */
const MOST_OF_A_MONTH = 150;

/** Orders without time have one span. */
export const endlessSpan = (count: number): Span => ({ key: 'all', from: null, to: null, count });

/**
 * @param before the spans that are shown: a month that is split stays so, and one that is not stays whole until it has
 * grown to twice the size, so that a new image does not make the wall load again
 */
export function spansOf(
  timeline: readonly DayCount[],
  ascending: boolean,
  before: readonly Span[] = [],
): Span[] {
  const months = monthsOf(timeline);
  const known = new Set(before.map(({ key }) => key));
  const spans: Span[] = [];
  for (const [month, days] of months) {
    const count = [...days.values()].reduce((sum, each) => sum + each, 0);
    const isWhole = known.has(`m${month}`)
      ? count <= MOST_OF_A_MONTH * 2
      : count <= MOST_OF_A_MONTH && !before.some(({ key }) => key.startsWith(`d${month}`));
    if (isWhole) spans.push(monthSpan(month, count));
    else for (const [day, ofDay] of days) spans.push(daySpan(day, ofDay));
  }
  spans.sort((a, b) => b.from! - a.from!);
  return ascending ? spans.reverse() : spans;
}

/** Local days by local month. Images of a day in UTC are counted to the local day of its noon. */
function monthsOf(timeline: readonly DayCount[]): Map<string, Map<string, number>> {
  const months = new Map<string, Map<string, number>>();
  for (const { day: utcDay, count } of timeline)
    localDaysOf(utcDay).forEach((day, place) => {
      const month = day.slice(0, 7);
      const days = months.get(month) ?? new Map<string, number>();
      days.set(day, (days.get(day) ?? 0) + (place === 0 ? count : 0));
      months.set(month, days);
    });
  return months;
}

const monthSpan = (month: string, count: number): Span => ({
  key: `m${month}`,
  from: startOfMonth(`${month}-01`),
  to: startOfMonth(`${month}-01`, 1),
  count,
});

const daySpan = (day: string, count: number): Span => ({
  key: `d${day}`,
  from: startOfDay(day),
  to: startOfDay(day, 1),
  count,
});

/** The span that an image made at this time belongs to. */
export function spanAt(spans: readonly Span[], ms: number): Span | undefined {
  return spans.find(({ from, to }) => from === null || (ms >= from && ms < to!));
}

/** The local day at which a span begins, for the scrubber; null where it is not bound by time. */
export const firstDayOf = ({ from }: Span): string | null => (from === null ? null : localDay(from));
