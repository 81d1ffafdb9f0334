import { ValidateBy } from 'class-validator';

/** What stands in every row of a list must be small: as JSON at most `maxBytes`. */
export function IsSmallJson(maxBytes: number): PropertyDecorator {
  const message = `must be ${Math.floor(maxBytes / 1024)} kB of JSON at most`;
  return ValidateBy({
    name: 'isSmallJson',
    validator: {
      validate: (value: unknown): boolean => jsonBytes(value) <= maxBytes,
      defaultMessage: () => message,
    },
  });
}

function jsonBytes(value: unknown): number {
  try {
    return Buffer.byteLength(JSON.stringify(value) ?? '');
  } catch {
    // Nested more deeply than can be written down: no size is small enough for it.
    return Infinity;
  }
}
