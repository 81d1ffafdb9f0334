// May this caller do that? Stands before every route. Who calls was found out before (`identity/identification.ts`);
// what the route asks stands beside it (`contract/rules.ts`).
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import type { DomainError } from '../common/errors.js';
import { AuthenticationRequiredError, ScopeMissingError } from './access.errors.js';
import { COUNTS_AS_SUBMIT, RULE, STAYS_OPEN, type AccessRule } from './contract/index.js';
import { identityOf, isKnown, type IdentifiedRequest, type Identity } from './identity/identity.js';
import { OpenStreams } from './identity/open-streams.js';
import { overLimit, rateHeaders, RateLimits } from './limits/rate-limits.js';

const CHALLENGES = ['Basic realm="StableQueue", charset="UTF-8"', 'Bearer realm="StableQueue"'];

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
    private readonly streams: OpenStreams,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    const response = context.switchToHttp().getResponse<Response>();
    const places = [context.getHandler(), context.getClass()];
    const isSubmit = this.reflector.getAllAndOverride<boolean | undefined>(COUNTS_AS_SUBMIT, places) === true;
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(RULE, places);
    const refusal =
      (await this.overLimit(request, response, isSubmit)) ?? refusalOf(identityOf(request), rule);
    if (!refusal) {
      if (this.reflector.getAllAndOverride<boolean | undefined>(STAYS_OPEN, places))
        this.streams.watch(request, response);
      return true;
    }
    request.refusal = refusal.code;
    tellHow(refusal, request, response);
    throw refusal;
  }

  private async overLimit(
    request: IdentifiedRequest,
    response: Response,
    isSubmit: boolean,
  ): Promise<DomainError | null> {
    // Strangers have been counted before: most of them ask for what no route has.
    const standing = isKnown(identityOf(request)) ? await this.limits.count(request, isSubmit) : null;
    if (!standing) return null;
    response.set(rateHeaders(standing));
    if (!standing.isOver) return null;
    return overLimit(standing);
  }
}

/** A route without a rule is nobody's: `route-rules.ts` does not even let the server start with one. */
function refusalOf(identity: Identity, rule: AccessRule | undefined): DomainError | null {
  if (rule?.open) return null;
  if (identity.problem) return identity.problem;
  if (!isKnown(identity)) return new AuthenticationRequiredError();
  const scopes = rule?.scopes ?? ['admin'];
  if (scopes.length === 0 ? identity.principal.kind !== 'nobody' : identity.principal.can(...scopes))
    return null;
  return new ScopeMissingError(scopes);
}

function tellHow(refusal: DomainError, request: IdentifiedRequest, response: Response): void {
  if (refusal.retryAfterSeconds !== undefined) response.set('Retry-After', String(refusal.retryAfterSeconds));
  if (refusal.status === 401 && !isPage(request)) response.setHeader('WWW-Authenticate', CHALLENGES);
}

/** A browser would ask for a password by itself, in a dialog that has nothing to do with our own. */
function isPage({ headers }: IdentifiedRequest): boolean {
  return 'sec-fetch-mode' in headers || 'x-requested-with' in headers;
}
