// At which hours a server takes jobs: windows of the week, as the clock on the wall shows them. Pure.
import { dayIn, ownTimeZone, plusDays, sayWallTime, timeAt, weekdayOf } from './zoned-time.js';

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];

/** From a time of each of these days to the next time that the clock shows `to`: 22:00 to 06:00 ends on the next day. */
export interface HoursWindow {
  days: readonly Day[];
  /** `HH:MM`. */
  from: string;
  /** Likewise; `24:00` is the end of the day. The same as `from`: a whole day. */
  to: string;
}

export interface Hours {
  /** IANA; null: that of this process. */
  timeZone: string | null;
  windows: readonly HoursWindow[];
}

export interface HoursStanding {
  open: boolean;
  /** Milliseconds since the epoch until which this holds; null: for good. */
  untilMs: number | null;
}

const ALWAYS: HoursStanding = { open: true, untilMs: null };
/** A window that began yesterday may still be open, and each comes again within a week. */
const FROM_DAY = -1;
const TO_DAY = 8;
const DAY_MINUTES = 1_440;

type Span = [startMs: number, endMs: number];

/** `hours` null: always open. */
export function standingAt(hours: Hours | null, nowMs: number): HoursStanding {
  if (!hours) return ALWAYS;
  const spans = joined(spansAround(hours, nowMs));
  const now = spans.find(([start, end]) => start <= nowMs && nowMs < end);
  if (now) return { open: true, untilMs: now[1] };
  const next = spans.find(([start]) => start > nowMs);
  return { open: false, untilMs: next ? next[0] : null };
}

/** Why a server takes no job at this hour; null when it does. */
export function closedReason(
  alias: string,
  hours: Hours | null,
  nowMs: number,
): { code: string; message: string } | null {
  const { open, untilMs } = standingAt(hours, nowMs);
  if (open) return null;
  const code = 'server_outside_hours';
  if (untilMs === null) return { code, message: `The server "${alias}" takes no jobs at any hour.` };
  const zone = hours?.timeZone ?? ownTimeZone();
  const until = `${new Date(untilMs).toISOString()} (${sayWallTime(zone, untilMs)}, ${zone})`;
  return { code, message: `The server "${alias}" takes no jobs at this hour, and again from ${until} on.` };
}

function spansAround({ timeZone, windows }: Hours, nowMs: number): Span[] {
  const zone = timeZone ?? ownTimeZone();
  const today = dayIn(zone, nowMs);
  const spans: Span[] = [];
  for (let offset = FROM_DAY; offset <= TO_DAY; offset += 1) {
    const day = plusDays(today, offset);
    const name = DAYS[weekdayOf(day)]!;
    for (const window of windows) {
      if (!window.days.includes(name)) continue;
      const [from, to] = [minutesOf(window.from), minutesOf(window.to)];
      const lastDay = to > from ? day : plusDays(day, 1);
      spans.push([timeAt(zone, day, from), timeAt(zone, lastDay, to)]);
    }
  }
  return spans.filter(([start, end]) => start < end).sort(([a], [b]) => a - b);
}

function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const [start, end] of spans) {
    const last = all.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else all.push([start, end]);
  }
  return all;
}

/** Minutes after midnight. */
function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return Math.min(DAY_MINUTES, hours! * 60 + minutes!);
}
