import { Inject, Injectable } from '@nestjs/common';
import { QuotaBook } from '../api-keys/quota-book.js';
import { Database } from '../database/database.js';
import { quotaStandings, serversOfKeys, type QuotaStanding } from './quota-standings.repository.js';
import type { Quotas } from './quotas.js';

/** How far keys are with their quotas, for those who explain it. */
@Injectable()
export class KeyStandings {
  constructor(
    private readonly database: Database,
    @Inject(QuotaBook) private readonly quotas: Quotas,
  ) {}

  async of(
    keyIds: readonly number[],
  ): Promise<{ quotas: Map<number, QuotaStanding>; servers: Map<number, string[]> }> {
    if (!keyIds.length) return { quotas: new Map(), servers: new Map() };
    const wanted = [...new Set(keyIds)].flatMap((keyId) => this.quotas.of(keyId) ?? []);
    return this.database.read(async (manager) => {
      const standings = await quotaStandings(manager, wanted);
      return {
        quotas: new Map(standings.map((standing) => [standing.quota.keyId, standing])),
        servers: await serversOfKeys(manager),
      };
    });
  }
}
