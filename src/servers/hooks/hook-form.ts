// Between what a request says of a server's hooks and what is kept of it. The values of headers are write-only.
import { isJsonObject, parseJson } from '../../common/json.js';
import { AddressNotAllowedError, type AddressPolicy } from '../../outbound/address-policy.js';
import { BadFieldError, type FieldProblems } from '../field-problems.js';
import { readHeaders } from '../server-login.js';
import type { BusyHook, Hook, IdleHook } from '../server.js';
import type { BusyHookDto, HookDto, IdleHookDto } from './hook.dto.js';

const TIMEOUT_SECONDS = 10;
const AFTER_SECONDS = 30;

export class HookForm {
  constructor(
    private readonly policy: Pick<AddressPolicy, 'checkUrl'>,
    private readonly problems: FieldProblems,
  ) {}

  /** Undefined: the request does not say, or it is bad, which is remembered. */
  busy(given: BusyHookDto | null | undefined, stored: BusyHook | null): BusyHook | null | undefined {
    if (!given) return given;
    const hook = this.hook('busy_hook', given, stored);
    return hook && { ...hook, required: given.required ?? false };
  }

  idle(given: IdleHookDto | null | undefined, stored: IdleHook | null): IdleHook | null | undefined {
    if (!given) return given;
    const hook = this.hook('idle_hook', given, stored);
    return hook && { ...hook, afterSeconds: given.after_seconds ?? AFTER_SECONDS };
  }

  private hook(path: string, given: HookDto, stored: Hook | null): Hook | undefined {
    const url = this.problems.read(`${path}.url`, given.url, (text) => this.address(text));
    const headers = this.problems.read(`${path}.headers`, given.headers ?? {}, (some) =>
      readHeaders(some, stored?.headers ?? {}),
    );
    if (url === undefined || headers === undefined) return undefined;
    const timeoutSeconds = given.timeout_seconds ?? TIMEOUT_SECONDS;
    return { url, method: given.method ?? 'POST', headers, body: given.body || null, timeoutSeconds };
  }

  /** What the name means today is not asked: each call asks anew. */
  private address(text: string): string {
    try {
      return this.policy.checkUrl(text.trim()).href;
    } catch (error) {
      if (!(error instanceof AddressNotAllowedError)) throw error;
      throw new BadFieldError(`cannot be used. ${error.message}`);
    }
  }
}

/** A hook as it was sealed; undefined for what this version does not know. */
export function storedHook<T extends Hook>(json: string): T | undefined {
  const value = parseJson(json);
  return isJsonObject(value) && typeof value['url'] === 'string' ? (value as unknown as T) : undefined;
}
