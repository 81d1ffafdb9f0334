// Days as the reader's calendar has them. The server counts by days in UTC.

/** `2026-11-20` in the reader's own zone. */
export function localDay(ms: number): string {
  const date = new Date(ms);
  const part = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
}

const parts = (day: string): [number, number, number] => {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return [year, month, date];
};

/** When a local day begins; `later` days after it (clocks may change between them). */
export function startOfDay(day: string, later = 0): number {
  const [year, month, date] = parts(day);
  return new Date(year, month - 1, date + later).getTime();
}

/** When the month of a local day begins; `later` months after it. */
export function startOfMonth(day: string, later = 0): number {
  const [year, month] = parts(day);
  return new Date(year, month - 1 + later, 1).getTime();
}

/** The local days that a day in UTC has a part of; the one with its noon first. */
export function localDaysOf(utcDay: string): string[] {
  const start = Date.parse(`${utcDay}T00:00:00Z`);
  const days = [12, 0, 23.99].map((hours) => localDay(start + hours * 3_600_000));
  return [...new Set(days)];
}

export interface DayGroup {
  /** Local day. */
  day: string;
  /** The first image of the day and the one after its last. */
  from: number;
  to: number;
}

/** Runs of images of the same local day, in their order. */
export function groupByDay(images: readonly { created: string }[]): DayGroup[] {
  const groups: DayGroup[] = [];
  images.forEach(({ created }, at) => {
    const day = localDay(Date.parse(created));
    const last = groups.at(-1);
    if (last?.day === day) last.to = at + 1;
    else groups.push({ day, from: at, to: at + 1 });
  });
  return groups;
}

// Made once: they cost a hundred times what they are used for.
const WORDS = { weekday: 'short', day: 'numeric', month: 'long' } as const;
const DAY = new Intl.DateTimeFormat(undefined, WORDS);
const DAY_OF_YEAR = new Intl.DateTimeFormat(undefined, { ...WORDS, year: 'numeric' });

/** `Today`, `Yesterday`, `Fri, 20 November`; the year where it is not this one. */
export function sayDay(day: string, nowMs: number, words: { today: string; yesterday: string }): string {
  if (day === localDay(nowMs)) return words.today;
  if (day === localDay(startOfDay(localDay(nowMs), -1))) return words.yesterday;
  const isThisYear = day.slice(0, 4) === localDay(nowMs).slice(0, 4);
  return (isThisYear ? DAY : DAY_OF_YEAR).format(startOfDay(day));
}
