import { ValidateBy, buildMessage, isISO8601, type ValidationOptions } from 'class-validator';

/** ISO-8601 as `Date` reads it too: of the standard's other forms (weeks, days of the year) it makes nothing. */
export function IsTime(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isIso8601',
      validator: {
        validate: (value: unknown): boolean =>
          isISO8601(value, { strict: true }) && !Number.isNaN(Date.parse(value as string)),
        defaultMessage: buildMessage(
          (prefix) => `${prefix}$property must be an ISO 8601 time like 2026-01-31T12:00:00Z`,
          options,
        ),
      },
    },
    options,
  );
}
