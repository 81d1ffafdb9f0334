import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import type { RequestWithPrincipal } from '../../access/contract/index.js';
import { DomainError } from '../../common/errors.js';
import { doorProblem, ServerAnswerError, ServerWordsError, type DoorProblem } from './door-problem.js';

/** Errors of the door's routes in the shapes of A1111; on every controller of the door. */
@Catch()
export class DoorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<RequestWithPrincipal>();
    const problem = sendDoorProblem(error, http.getResponse<Response>());
    if (error instanceof DomainError) request.refusal = error.code;
    const fields = {
      dir: 'queue→client',
      requestId: request.requestId,
      status: problem.status,
      path: request.path,
    };
    if (problem.status >= 500 && !isExpected(error) && error instanceof Error)
      this.logger.error(error.stack, fields);
    else this.logger.debug(`Refused: ${JSON.stringify(problem.body).slice(0, 300)}`, fields);
  }
}

/** An answer that has begun (white space of a held request) ends with the error as its document. */
export function sendDoorProblem(error: unknown, response: Response): DoorProblem {
  const problem = doorProblem(error);
  if (response.headersSent) response.end(JSON.stringify(problem.body));
  else response.status(problem.status).set(problem.headers).json(problem.body);
  return problem;
}

/** Refusals of ours, and what a generation server said; neither is an error in StableQueue. */
function isExpected(error: unknown): boolean {
  return [DomainError, ServerAnswerError, ServerWordsError].some((kind) => error instanceof kind);
}
