import { ValidationPipe, type ValidationPipeOptions } from '@nestjs/common';
import { InvalidRequestError } from './errors.js';
import { flattenProblems } from './field-problems.js';

/** Bodies and queries become their DTO class; what is wrong is named by path. Unknown keys are dropped, not refused. */
export function validationPipe(options: ValidationPipeOptions = {}): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    exceptionFactory: (errors) => {
      const fields = flattenProblems(errors);
      return new InvalidRequestError(
        fields.map((field) => `${field.path}: ${field.message}`).join('; '),
        fields,
      );
    },
    ...options,
  });
}
