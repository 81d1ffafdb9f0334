import { Catch, type ArgumentsHost } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ProblemFilter } from '../../common/problem.filter.js';
import { sendDoorProblem } from './door.filter.js';

const DOOR_PATH = /^\/(?:(?:sdapi|internal|controlnet)\/|(?:config|user|login)\/?$)/;

/**
 * Errors that no route has: a body that is no JSON, an address of the door without a route. Clients of the door get them
 * in A1111's shapes, all others in ours.
 */
@Catch()
export class DoorPathsFilter extends ProblemFilter {
  override catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    if (!DOOR_PATH.test(http.getRequest<Request>().path)) super.catch(error, host);
    else sendDoorProblem(error, http.getResponse<Response>());
  }
}
