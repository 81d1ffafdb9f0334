// What class-validator says of parameters, as paths and sentences with the value that was given.
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { FieldProblem } from '../../common/errors.js';
import { problemsOf } from '../../common/field-problems.js';
import type { JsonObject } from '../../common/json.js';

export function validateParams(dto: new () => object, params: JsonObject): FieldProblem[] {
  const errors = validateSync(plainToInstance(dto, params), { forbidUnknownValues: true });
  return errors.flatMap((error) => flatten(error, ''));
}

function flatten(error: ValidationError, prefix: string): FieldProblem[] {
  const path = `${prefix}${error.property}`;
  const own = problemsOf(error.constraints ?? {}).map((message) => ({
    path,
    message: `${message} (got ${shown(error.value)}).`,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, `${path}.`))];
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
