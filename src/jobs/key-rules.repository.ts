// Which jobs of which keys may start where: asked by every choice of the scheduler. Keys without a quota cost nothing.
import type { EntityManager } from 'typeorm';
import type { KeyQuota } from '../api-keys/quota-book.js';
import type { WaitingJob } from '../scheduling/waiting-job.js';
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

export function keyAllows(rules: KeyRules, job: WaitingJob, alias: string): boolean {
  const { keyId, seq } = job;
  if (keyId === null) return true;
  if (rules.exhausted.has(keyId)) return false;
  if (seq > (rules.lastCompeting.get(keyId) ?? Infinity)) return false;
  return rules.servers.get(keyId)?.includes(alias) ?? true;
}
