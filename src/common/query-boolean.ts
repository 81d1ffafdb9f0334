import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';

const VALUES: Record<string, boolean | undefined> = {
  '': undefined,
  true: true,
  '1': true,
  false: false,
  '0': false,
};

/** `true` or `false` in a query, also as `1` or `0`; empty counts as absent. */
export function IsQueryBoolean(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && Object.hasOwn(VALUES, value) ? VALUES[value] : value,
    ),
    IsBoolean(),
  );
}
