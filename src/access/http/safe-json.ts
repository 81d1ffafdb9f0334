// Bodies with names or depths that no route has a use for are refused once, for all routes.
import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '../../common/errors.js';
import { findUnsafe } from '../../common/safe-json.js';

export { findUnsafe } from '../../common/safe-json.js';

export function refuseUnsafeJson(request: Request, _response: Response, next: NextFunction): void {
  const unsafe = findUnsafe(request.body);
  if (!unsafe) return next();
  const { path, message } = unsafe;
  next(
    new DomainError('invalid_json', 400, `The body cannot be used: ${path}: ${message}.`, {
      fields: [{ path, message }],
    }),
  );
}
