// What each route asks of its caller, beside the route. The guard reads it; so does the OpenAPI document, from which
// the test of every route's rule is made. A route without a rule stops the start.
import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ApiExtension, ApiForbiddenResponse, ApiSecurity, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { Request } from 'express';
import { ProblemDto } from '../../common/problem.dto.js';
import { Principal } from './principal.js';
import type { Scope } from './scopes.js';

export const RULE = 'stablequeue:access-rule';

export interface AccessRule {
  /** No sign of who calls is needed; what is there is read nevertheless. */
  open: boolean;
  /** One of these is enough; empty: any key. */
  scopes: readonly Scope[];
}

/** How a request came in through the A1111 door's own addresses (`/a1111/…`, `/a1111/<alias>/…`). */
export interface DoorEntry {
  /** The images are in the answer, whatever the key's setting says. */
  sync: true;
  /** The server that the address names. */
  alias: string | null;
}

export interface RequestWithPrincipal extends Request {
  principal?: Principal;
  /** From `/k/<token>/…`; the address no longer has it. */
  pathToken?: string;
  door?: DoorEntry;
  requestId?: string;
  /** The code of the refusal, for the access log. */
  refusal?: string;
}

/** For the console and for keys with one of these scopes; without any, for every key. */
export function Allow(...scopes: Scope[]): MethodDecorator & ClassDecorator {
  const rule: AccessRule = { open: false, scopes };
  return applyDecorators(
    SetMetadata(RULE, rule),
    ApiExtension('x-required-scopes', scopes),
    ...['api-key', 'bearer', 'basic', 'session'].map((scheme) => ApiSecurity(scheme)),
    ApiUnauthorizedResponse({
      type: ProblemDto,
      description: '`authentication_required`, `invalid_api_key`',
    }),
    ApiForbiddenResponse({ type: ProblemDto, description: '`scope_missing`, `cross_site_request`' }),
  );
}

/** For everybody who reaches the port. */
export function Open(): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(RULE, { open: true, scopes: [] }), ApiExtension('x-open', true));
}

export const COUNTS_AS_SUBMIT = 'stablequeue:counts-as-submit';

/** For routes that make jobs: they are counted apart from all others, so that polling never keeps a job out. */
export function CountsAsSubmit(): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(COUNTS_AS_SUBMIT, true), ApiExtension('x-counts-as-submit', true));
}

export const STAYS_OPEN = 'stablequeue:stays-open';

/** For event streams: they are ended when their caller would not be let in any more. */
export function StaysOpen(): MethodDecorator {
  return SetMetadata(STAYS_OPEN, true);
}

/** Who calls. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  return principalOf(context.switchToHttp().getRequest<RequestWithPrincipal>());
});

export function principalOf(request: RequestWithPrincipal): Principal {
  return request.principal ?? Principal.nobody();
}
