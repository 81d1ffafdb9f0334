import { randomUUID } from 'node:crypto';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DomainError } from './errors.js';

/** The one shape of an error answer; `application/problem+json` members come with it for clients that ask for them. */
export interface ProblemBody {
  success: false;
  /** Stable code. */
  error: string;
  /** What is wrong and what to change. */
  message: string;
  details?: unknown;
  request_id: string;
}

interface Problem {
  status: number;
  code: string;
  message: string;
  details?: unknown;
}

/** For a queue that is full or a server that is starting or stopping. */
const RETRY_AFTER_SECONDS = 10;

const TOO_LARGE =
  'The body is larger than this route takes: 64 MB where images may come with it, 8 MB for files of prompts, 1 MB elsewhere, and next to nothing without a key.';

const CODES: Record<number, string> = {
  400: 'invalid_request',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'request_too_large',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  503: 'unavailable',
};

/** Turns whatever was thrown into the one error shape. Unknown errors are logged whole and told as a plain 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request & { requestId?: string; refusal?: string }>();
    const response = http.getResponse<Response>();
    const problem = toProblem(error);
    const requestId = request.requestId ?? randomUUID();
    this.log(error, problem, request, requestId);
    // For the access log, which hears only of the answer.
    request.refusal ??= problem.code;
    if (response.headersSent) {
      response.end();
      return;
    }
    const body: ProblemBody = {
      success: false,
      error: problem.code,
      message: problem.message,
      ...(problem.details === undefined ? {} : { details: problem.details }),
      request_id: requestId,
    };
    response.status(problem.status);
    const retryAfter = retryAfterOf(error) ?? (problem.status === 503 ? RETRY_AFTER_SECONDS : undefined);
    if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
    if (request.headers.accept?.includes('application/problem+json')) {
      response
        .type('application/problem+json')
        .send(JSON.stringify({ ...problemMembers(problem, requestId), ...body }));
      return;
    }
    response.json(body);
  }

  private log(error: unknown, problem: Problem, request: Request, requestId: string): void {
    const fields = {
      dir: 'queue→client',
      requestId,
      status: problem.status,
      code: problem.code,
      path: request.path,
    };
    if (problem.status >= 500 && !(error instanceof DomainError)) {
      this.logger.error(error instanceof Error ? error.stack : String(error), fields);
      return;
    }
    const level = error instanceof DomainError ? error.logLevel : 'debug';
    const write = { debug: 'debug', info: 'log', warn: 'warn', error: 'error' } as const;
    this.logger[write[level]](problem.message, fields);
  }
}

/** Whole seconds, where the error knows when trying again makes sense. */
function retryAfterOf(error: unknown): number | undefined {
  if (!(error instanceof DomainError) || error.retryAfterSeconds === undefined) return undefined;
  return Math.max(1, Math.ceil(error.retryAfterSeconds));
}

function problemMembers(problem: Problem, requestId: string): Record<string, unknown> {
  return {
    type: `urn:stablequeue:error:${problem.code}`,
    title: problem.code.replaceAll('_', ' '),
    status: problem.status,
    detail: problem.message,
    instance: requestId,
  };
}

function toProblem(error: unknown): Problem {
  if (error instanceof DomainError) {
    return { status: error.status, code: error.code, message: error.message, details: error.details };
  }
  if (isBadJson(error)) {
    return {
      status: 400,
      code: 'invalid_json',
      message: `The body is not valid JSON (${error.message}); check commas, quotes and the Content-Type.`,
    };
  }
  if (error instanceof HttpException) {
    const status = error.getStatus();
    if (status === 413) return { status, code: CODES[413]!, message: TOO_LARGE };
    // The router tells the whole address, and queries may hold secrets.
    const message = error.message.split('?')[0]!;
    return { status, code: CODES[status] ?? 'invalid_request', message };
  }
  if (isBodyParserError(error)) {
    const code = CODES[error.status] ?? 'invalid_request';
    return { status: error.status, code, message: error.status === 413 ? TOO_LARGE : error.message };
  }
  if (isDiskFull(error)) {
    const message =
      'The disk of the data folder is full, so nothing can be stored; free some space and try again.';
    return { status: 507, code: 'disk_full', message };
  }
  return {
    status: 500,
    code: 'internal_server_error',
    message: 'Something went wrong on our side; the log has it under this request id.',
  };
}

/** Nest has wrapped the parser's error by the time it gets here; its text is all that tells. */
function isBadJson(error: unknown): error is HttpException {
  return error instanceof HttpException && error.getStatus() === 400 && /\bJSON\b/.test(error.message);
}

function isBodyParserError(error: unknown): error is Error & { status: number } {
  return (
    error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500
  );
}

/** SQLITE_FULL, as TypeORM hands it on. */
function isDiskFull(error: unknown): boolean {
  const driver = error instanceof Error && 'driverError' in error ? error.driverError : undefined;
  return driver instanceof Error && 'code' in driver && driver.code === 'SQLITE_FULL';
}
