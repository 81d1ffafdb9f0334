// Between what a request says of a server's hours, what is kept of it, and what answers show. Pure.
import { isJsonObject, parseJson } from '../../common/json.js';
import { BadFieldError } from '../field-problems.js';
import type { HoursDto } from './hours.dto.js';
import type { Hours } from './server-hours.js';
import { isTimeZone } from './zoned-time.js';

/** @throws BadFieldError */
export function readHours(given: HoursDto): Hours {
  const timeZone = given.time_zone || null;
  if (timeZone !== null && !isTimeZone(timeZone))
    throw new BadFieldError(
      `name a time zone that is not known: "${timeZone}" (an IANA name is needed, like Europe/Berlin)`,
    );
  return { timeZone, windows: given.windows.map(({ days, from, to }) => ({ days, from, to })) };
}

export function toHoursDto(hours: Hours | null): HoursDto | null {
  if (!hours) return null;
  const windows = hours.windows.map(({ days, from, to }) => ({ days: [...days], from, to }));
  return { time_zone: hours.timeZone, windows };
}

/** Written by us, so only its form is looked at. */
export function storedHours(json: string | null): Hours | null {
  const value = json === null ? null : parseJson(json);
  return isJsonObject(value) && Array.isArray(value['windows']) ? (value as unknown as Hours) : null;
}
