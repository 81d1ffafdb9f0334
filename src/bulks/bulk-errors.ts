import { ConflictError, DomainError, InvalidRequestError, type FieldProblem } from '../common/errors.js';

/** 400: more jobs than one bulk may have. */
export class BulkTooLargeError extends DomainError {
  constructor(jobs: number, max: number, why: string) {
    super('bulk_too_large', 400, `This would be ${jobs} jobs; ${why} ${max}.`, { jobs, max });
  }
}

/** What is wrong with one job or more of a bulk. */
export interface BulkProblem extends FieldProblem {
  /** Of the first job that has it, from 0 in the order of the bulk; null when no job was made of it. */
  index: number | null;
  /** In the uploaded file, from 1. */
  line: number | null;
  /** How many jobs have it. */
  jobs: number;
}

/** 400: nothing is stored; the first problems are told with where they are. */
export class BulkProblemsError extends InvalidRequestError {
  constructor(problems: readonly BulkProblem[]) {
    const first = problems[0]!;
    const place = first.line === null ? '' : `line ${first.line}, `;
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more; see details.fields)` : '';
    super(`${place}${first.path}: ${first.message}${more}`, [...problems]);
  }
}

/** 403: it may be seen, but not changed. */
export class NotYourBulkError extends DomainError {
  constructor() {
    const message =
      'This key may not change this bulk: it needs the scope manage_queue, or cancel_own for its own bulks.';
    super('scope_missing', 403, message);
  }
}

/** 409: there is nothing to show yet. */
export class NoImagesError extends ConflictError {
  constructor() {
    super('bulk_has_no_images', 'No image of this bulk is finished yet; ask again when one is.');
  }
}
