// From class-validator's errors to the paths and sentences that a client gets.
import type { FieldProblem } from './errors.js';

/** What a value must be at all says more than what else is wrong with it. */
const TYPE_CHECKS = ['isInt', 'isNumber', 'isString', 'isBoolean', 'isObject', 'isArray', 'isIso8601'];

/** The sentences for one value. */
export function problemsOf(constraints: Record<string, string>): string[] {
  const type = TYPE_CHECKS.find((check) => check in constraints);
  return type === undefined ? Object.values(constraints) : [constraints[type]!];
}

/** Every problem of a validated body as paths and sentences; used by the validation pipe and by readers of parameters. */
export function flattenProblems(
  errors: { property: string; constraints?: Record<string, string>; children?: unknown[] }[],
  prefix = '',
): FieldProblem[] {
  return errors.flatMap((error) => {
    const path = prefix ? `${prefix}.${error.property}` : error.property;
    const own = problemsOf(error.constraints ?? {}).map((message) => ({ path, message }));
    return [...own, ...flattenProblems((error.children ?? []) as typeof errors, path)];
  });
}
