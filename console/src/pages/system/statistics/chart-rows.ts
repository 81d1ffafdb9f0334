// From answers of the API to what charts draw.
import type { Statistics, Utilisation } from '../../../api/queries/system';

export type Row = Record<string, string | number>;

const HOUR = { seconds: 3_600, unit: ' h' };
const MINUTE = { seconds: 60, unit: ' min' };
const SECOND = { seconds: 1, unit: ' s' };

/** Greys and the accent's shades: colours mean states, and servers are none. */
const SHADES = ['accent.4', 'gray.5', 'accent.7', 'gray.7', 'accent.2', 'gray.3'];
export const shadeOf = (index: number): string => SHADES[index % SHADES.length]!;

/** One row a stretch of time; percent of each server's slots. */
export function utilisationRows({ from, bucket_seconds, servers }: Utilisation): Row[] {
  const stretches = Math.max(0, ...servers.map(({ busy }) => busy.length));
  return Array.from({ length: stretches }, (_, at) => {
    const time = new Date(Date.parse(from) + at * bucket_seconds * 1000);
    const shares = servers.map(({ server_alias, busy }) => [server_alias, Math.round((busy[at] ?? 0) * 100)]);
    return { time: sayTime(time), ...Object.fromEntries(shares) } as Row;
  });
}

const sayTime = (time: Date): string =>
  time.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });

/** `2026-11-20` as `20 Nov`. */
export function sayDay(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
}

export function outcomeRows({ days }: Statistics): Row[] {
  return days.map(({ day, completed, failed, cancelled }) => ({
    day: sayDay(day),
    completed,
    failed,
    cancelled,
  }));
}

/** GPU time of each server on each day, in the unit that people would say. */
export function gpuRows({ days, servers }: Statistics): { rows: Row[]; unit: string } {
  const most = Math.max(0, ...days.map(({ gpu_seconds }) => gpu_seconds));
  const { seconds: divisor, unit } = [HOUR, MINUTE].find(({ seconds }) => most >= seconds) ?? SECOND;
  const rows = days.map(({ day }) => {
    const times = servers.map(({ server_alias, by_day }) => {
      const seconds = by_day.find((one) => one.day === day)?.gpu_seconds ?? 0;
      return [server_alias, Math.round((seconds / divisor) * 100) / 100];
    });
    return { day: sayDay(day), ...Object.fromEntries(times) } as Row;
  });
  return { rows, unit };
}

export function outcomeTotals({ days }: Statistics): { done: number; failed: number; cancelled: number } {
  const sum = (name: 'completed' | 'failed' | 'cancelled'): number =>
    days.reduce((total, day) => total + day[name], 0);
  return { done: sum('completed'), failed: sum('failed'), cancelled: sum('cancelled') };
}
