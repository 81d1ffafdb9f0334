import { InvalidRequestError, type FieldProblem } from '../common/errors.js';

/** One field cannot be taken; the message goes after its name: "base_url must begin with …". */
export class BadFieldError extends Error {}

/** Gathers what is wrong with the fields of one request, so that all of it is told at once. */
export class FieldProblems {
  private readonly problems: FieldProblem[] = [];

  /** The value as it is stored; undefined when it was not given, or is bad, which is remembered. */
  read<T, R>(path: string, given: T | undefined, read: (given: T) => R): R | undefined {
    if (given === undefined) return undefined;
    try {
      return read(given);
    } catch (error) {
      if (!(error instanceof BadFieldError)) throw error;
      this.problems.push({ path, message: error.message });
      return undefined;
    }
  }

  /** Problems that were found elsewhere. */
  add(found: readonly FieldProblem[]): void {
    this.problems.push(...found);
  }

  refuseMissing(path: string, value: unknown): void {
    if (value === undefined || value === null) this.problems.push({ path, message: 'is missing' });
  }

  /** @throws InvalidRequestError naming every bad field */
  throwIfAny(): void {
    if (!this.problems.length) return;
    throw new InvalidRequestError(
      this.problems.map(({ path, message }) => `${path} ${message}`).join('; '),
      this.problems,
    );
  }
}
