// A submit that may be repeated without being done twice (IETF draft-ietf-httpapi-idempotency-key-header): the same key
// with the same body gets the same answer again, for 24 hours. Whoever submits calls `run`; what is stored is in
// `idempotency.repository.ts`.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { ScheduledTask } from '../common/tasks/scheduled-task.js';
import { canonicalHash } from './canonical-json.js';
import {
  BadIdempotencyKeyError,
  IdempotencyInProgressError,
  IdempotencyKeyReusedError,
} from './idempotency.errors.js';
import { IdempotencyRepository, type KnownRequest, type RequestName } from './idempotency.repository.js';

const WELL_FORMED = /^[\x20-\x7e]{1,255}$/;
const PURGE_EVERY_MS = 10 * 60_000;

export interface RepeatableCall {
  who: Principal;
  /** Names the operation, e.g. `POST /api/v2/generate`; keys of different routes have nothing to do with each other. */
  route: string;
  /** The `Idempotency-Key` header; without one nothing is remembered. */
  key: string | undefined;
  body: unknown;
}

/** Called inside the `Database.write` that stores the resource, with its id. */
export type Remember = (resourceId: string) => Promise<void>;

@Injectable()
export class IdempotencyService {
  /** Hashes of the bodies of requests that are being answered now. */
  private readonly running = new Map<string, string>();

  constructor(private readonly repository: IdempotencyRepository) {}

  /**
   * `make` does the work and answers; `again` makes the answer anew for a resource whose first answer was never stored
   * (our process ended in between). Answers are plain JSON.
   * @throws BadIdempotencyKeyError 400, IdempotencyKeyReusedError 422, IdempotencyInProgressError 409
   */
  async run<T>(
    call: RepeatableCall,
    make: (remember: Remember) => Promise<T>,
    again: (resourceId: string) => Promise<T>,
  ): Promise<{ answer: T; replayed: boolean }> {
    if (call.key === undefined) return { answer: await make(async () => undefined), replayed: false };
    if (!WELL_FORMED.test(call.key)) throw new BadIdempotencyKeyError();
    const name = { owner: call.who.owner, route: call.route, key: call.key };
    const hash = canonicalHash(call.body);
    const release = this.enter(name, hash);
    try {
      const known = await this.repository.find(name);
      if (known) return { answer: await this.repeat(name, hash, known, again), replayed: true };
      return { answer: await this.first(name, hash, make), replayed: false };
    } finally {
      release();
    }
  }

  /** Expired rows are never believed; this only frees their space. */
  @ScheduledTask({
    name: 'purge-idempotency-keys',
    description: 'Forgets Idempotency-Keys after 24 hours.',
    everyMs: PURGE_EVERY_MS,
  })
  purge(): Promise<void> {
    return this.repository.purge();
  }

  private enter(name: RequestName, hash: string): () => void {
    const id = JSON.stringify([name.owner, name.route, name.key]);
    const running = this.running.get(id);
    if (running !== undefined)
      throw running === hash ? new IdempotencyInProgressError() : new IdempotencyKeyReusedError();
    this.running.set(id, hash);
    return () => this.running.delete(id);
  }

  private async first<T>(
    name: RequestName,
    hash: string,
    make: (remember: Remember) => Promise<T>,
  ): Promise<T> {
    let remembered = false;
    const answer = await make(async (resourceId) => {
      if (!(await this.repository.add(name, hash, resourceId))) throw new IdempotencyInProgressError();
      remembered = true;
    });
    if (remembered) await this.repository.answered(name, answer);
    return answer;
  }

  private async repeat<T>(
    name: RequestName,
    hash: string,
    known: KnownRequest,
    again: (resourceId: string) => Promise<T>,
  ): Promise<T> {
    if (known.body_sha256 !== hash) throw new IdempotencyKeyReusedError();
    if (known.response_json !== null) return JSON.parse(known.response_json) as T;
    const answer = await again(known.resource_id);
    await this.repository.answered(name, answer);
    return answer;
  }
}
