import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import type { DispatchError } from '../dispatch/contract/index.js';
import { JobClaimsRepository } from '../jobs/job-claims.repository.js';
import { JobExclusionsRepository } from '../jobs/job-exclusions.repository.js';
import { ServerFleet, type FleetServer } from '../servers/server-fleet.js';
import type { Attempt } from './attempt.js';
import { MemoryJudge } from './memory-judge.js';
import { decide, type Decision } from './failure-policy.js';

/** Gathers the facts about a failed attempt; what follows from them is `failure-policy.ts`. */
@Injectable()
export class FailureJudge {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly claims: JobClaimsRepository,
    private readonly exclusions: JobExclusionsRepository,
    private readonly fleet: ServerFleet,
    private readonly memory: MemoryJudge,
  ) {}

  async judge(attempt: Attempt, failure: DispatchError): Promise<Decision> {
    const { row } = attempt;
    const unfit = await this.exclusions.unfitServers(row.mobilesd_job_id);
    if (failure.code === 'out_of_memory') return this.memory.judge(attempt, failure, unfit);
    const suits = (one: FleetServer): boolean =>
      one.enabled && one.appType === row.app_type && one.id !== attempt.server.id && !unfit.has(one.id);
    const lostByUs = attempt.reattached && failure.kind === 'lost' && failure.code !== 'never_sent';
    if (lostByUs) await this.claims.countCrash(attempt.fence);
    return decide(failure, {
      retryCount: row.retry_count,
      maxRetries: row.max_retries,
      pinned: row.target_server_alias !== null,
      alternatives: this.fleet.all().filter(suits).length,
      readyAlternatives: this.fleet.dispatchable().filter(suits).length,
      reattached: attempt.reattached,
      crashCount: row.crash_count + (lostByUs ? 1 : 0),
      retryBaseMs: this.settings.RETRY_BASE_MS,
      retryCapMs: this.settings.RETRY_CAP_MS,
      random: Math.random(),
    });
  }
}
