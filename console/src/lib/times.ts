// Times and durations in the unit that people would say.
import { text } from '../text';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** Seconds to words: `8 s`, `3 min`, `2 h 10 min`, `3 days`. */
export function sayDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 90) return text.units.seconds(whole);
  if (whole < 90 * MINUTE) return text.units.minutes(Math.round(whole / MINUTE));
  if (whole < 36 * HOUR) {
    const inAll = Math.round(whole / MINUTE);
    const [hours, minutes] = [Math.floor(inAll / 60), inAll % 60];
    return minutes ? `${text.units.hours(hours)} ${text.units.minutes(minutes)}` : text.units.hours(hours);
  }
  return text.units.days(Math.round(whole / DAY));
}

/** `about 40 s` when both ends say the same, else `30 s to 2 min`. */
export function sayRange(low: number, high: number): string {
  const [from, to] = [sayDuration(low), sayDuration(high)];
  return from === to ? text.units.about(from) : text.units.range(from, to);
}

/** `3 min ago`, `in 2 h`. */
export function sayRelative(iso: string, nowMs: number): string {
  const seconds = (nowMs - Date.parse(iso)) / 1000;
  if (Math.abs(seconds) < 5) return text.units.justNow;
  return seconds > 0 ? text.units.ago(sayDuration(seconds)) : text.units.ahead(sayDuration(-seconds));
}

/** In the reader's own zone and habit. */
export function sayExact(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}
