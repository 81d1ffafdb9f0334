// What the request itself tells of its caller, before any route has asked. Made once by `identification.ts`.
import type { KeyLimits } from '../../api-keys/verified-key.js';
import type { DomainError } from '../../common/errors.js';
import { Principal, type RequestWithPrincipal } from '../contract/index.js';

export interface Identity {
  principal: Principal;
  /** Of the key. */
  limits: KeyLimits | null;
  /** Signs of a caller were there, and were wrong; open routes answer nevertheless. */
  problem: DomainError | null;
  /** The key that was named, for the access log, also when its secret was wrong. */
  namedKeyId: number | null;
  /** What showed who it is, so that what stays open can end with it. */
  proof: Proof;
}

export interface Proof {
  /** The hash of the secret or token of the key. */
  credential: string | null;
  /** The hash of the id of the console's session. */
  session: string | null;
}

const NO_PROOF: Proof = { credential: null, session: null };

export interface IdentifiedRequest extends RequestWithPrincipal {
  identity?: Identity;
}

export const NOBODY: Identity = {
  principal: Principal.nobody(),
  limits: null,
  problem: null,
  namedKeyId: null,
  proof: NO_PROOF,
};

export function identityOf(request: IdentifiedRequest): Identity {
  return request.identity ?? NOBODY;
}

export function known(
  principal: Principal,
  proof: Partial<Proof> = {},
  limits: KeyLimits | null = null,
): Identity {
  return {
    principal,
    limits,
    problem: null,
    namedKeyId: principal.keyId,
    proof: { ...NO_PROOF, ...proof },
  };
}

export function refused(problem: DomainError, namedKeyId: number | null = null): Identity {
  return { ...NOBODY, problem, namedKeyId };
}

/** Somebody with at least one right, were it only that of a signed link. */
export function isKnown({ principal }: Identity): boolean {
  return principal.via !== null;
}
