import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

const WELL_FORMED = /^[A-Za-z0-9._-]{1,64}$/;
const logger = new Logger('Http');

/** Gives every request an id (the client's own, if it looks like one) and logs its answer. */
export function requestContext(
  request: Request & { requestId?: string },
  response: Response,
  next: NextFunction,
): void {
  const given = request.headers['x-request-id'];
  request.requestId = typeof given === 'string' && WELL_FORMED.test(given) ? given : randomUUID();
  response.setHeader('X-Request-Id', request.requestId);
  const startedAt = performance.now();
  response.on('finish', () => {
    logger.debug(`${request.method} ${request.path} ${response.statusCode}`, {
      dir: 'queue→client',
      requestId: request.requestId,
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
    });
  });
  next();
}
