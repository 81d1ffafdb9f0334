import { ValidateBy, buildMessage, isISO8601, type ValidationOptions } from 'class-validator';

/** A date alone is UTC; a time of day says its zone, for nobody knows in which one the server runs. */
const WITH_ZONE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))?$/;

/**
 * ISO-8601 as `Date` reads it too: of the standard's other forms (weeks, days of the year) it makes nothing. Its year in
 * UTC has four digits, for times are stored as text and compared as such.
 */
export function isTime(value: unknown): boolean {
  if (typeof value !== 'string' || !WITH_ZONE.test(value) || !isISO8601(value, { strict: true }))
    return false;
  const year = new Date(value).getUTCFullYear();
  return year >= 1 && year <= 9998;
}

export function IsTime(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isIso8601',
      validator: {
        validate: isTime,
        defaultMessage: buildMessage(
          (prefix) =>
            `${prefix}$property must be an ISO 8601 time with its zone like 2026-01-31T12:00:00Z, or a date`,
          options,
        ),
      },
    },
    options,
  );
}
