// Which jobs of which keys may start where: asked by every choice of the scheduler. Keys without a quota cost nothing.
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { QuotaBook, type KeyQuota } from '../api-keys/quota-book.js';
import { Database } from '../database/database.js';
import type { WaitingJob } from '../scheduling/waiting-job.js';
import type { Quotas } from './quotas.js';
import { isExhausted, quotaStandings, serversOfKeys } from './quota-standings.repository.js';

export interface KeyRules {
  /** Keys that have all that their quota allows. */
  exhausted: ReadonlySet<number>;
  /** Beyond its `max_queued` a key's jobs wait outside: `seq` of the last that competes. */
  lastCompeting: ReadonlyMap<number, number>;
  /** Aliases, of keys that may not use all servers. */
  servers: ReadonlyMap<number, readonly string[]>;
}

export async function readKeyRules(manager: EntityManager, quotas: readonly KeyQuota[]): Promise<KeyRules> {
  const standings = await quotaStandings(manager, quotas);
  const limited = standings.filter(({ lastCompeting }) => lastCompeting !== null);
  return {
    exhausted: new Set(standings.filter(isExhausted).map(({ quota }) => quota.keyId)),
    lastCompeting: new Map(limited.map(({ quota, lastCompeting }) => [quota.keyId, lastCompeting!])),
    servers: await serversOfKeys(manager),
  };
}

/** The same for those who only look. */
@Injectable()
export class KeyRulesRepository {
  constructor(
    private readonly database: Database,
    @Inject(QuotaBook) private readonly quotas: Quotas,
  ) {}

  read(): Promise<KeyRules> {
    return this.database.read((manager) => readKeyRules(manager, this.quotas.current()));
  }
}

export function keyAllows(rules: KeyRules, job: WaitingJob, alias: string): boolean {
  const { keyId, seq } = job;
  if (keyId === null) return true;
  if (rules.exhausted.has(keyId)) return false;
  if (seq > (rules.lastCompeting.get(keyId) ?? Infinity)) return false;
  return rules.servers.get(keyId)?.includes(alias) ?? true;
}
