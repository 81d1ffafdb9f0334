import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiKey } from '../api-keys/api-key.js';
import { newJob } from '../../test/support/jobs.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { KeyRing } from '../api-keys/key-ring.js';
import type { ServerFleet } from '../servers/server-fleet.js';
import type { DurationBook } from './duration-book.js';
import { FrontRefresh } from './front-refresh.js';
import { JobClaimsRepository } from './job-claims.repository.js';
import { JobCountsRepository } from './job-counts.repository.js';
import { JobListRepository } from './job-list.repository.js';
import { JobsRepository } from './jobs.repository.js';
import { JobServers } from './job-servers.js';
import type { LiveProgress } from './live-progress.js';
import { StartEstimate } from './start-estimate.js';

const SERVER = {
  serverId: 's1',
  serverAlias: 'one',
  appType: 'forge',
  maxConcurrentJobs: 1,
  owner: 'me',
  leaseMs: 30_000,
};
const MINUTE = { low: 60, typical: 60, high: 60 };

describe(StartEstimate.name, () => {
  let db: TempDatabase;
  let jobs: JobsRepository;
  let claims: JobClaimsRepository;
  let estimate: StartEstimate;
  let refresh: FrontRefresh;
  let looks: number;
  let fleet: object[];
  let keys: KeyRing;
  beforeEach(async () => {
    db = await openTempDatabase();
    jobs = new JobsRepository(db.database, db.events, db.clock);
    claims = new JobClaimsRepository(db.database, db.events, db.clock);
    const lists = new JobListRepository(db.database);
    const front = lists.front.bind(lists);
    looks = 0;
    fleet = [{ id: 's1', alias: 'one', appType: 'forge', maxConcurrentJobs: 1 }];
    keys = new KeyRing();
    lists.front = (limit, now) => ((looks += 1), front(limit, now));
    estimate = new StartEstimate(
      lists,
      { estimate: () => MINUTE, workOf: () => null } as unknown as DurationBook,
      new JobServers({ dispatchable: () => fleet } as unknown as ServerFleet, keys),
      { progressOf: () => undefined } as unknown as LiveProgress,
      db.clock,
    );
    refresh = new FrontRefresh(db.events, estimate);
    refresh.onModuleInit();
  });
  afterEach(async () => {
    refresh.onModuleDestroy();
    await db.close();
  });

  const startOf = async (id: string): Promise<number | undefined> => {
    const row = (await jobs.find(id))!;
    const ahead = await new JobCountsRepository(db.database).ahead(row);
    return (await estimate.waiting(row, ahead)).untilStart?.typical;
  };
  const submit = async (more: Parameters<typeof newJob>[0] = {}) =>
    (await jobs.insert(newJob(more))).mobilesd_job_id;

  it('knows at once of jobs that started, came back, moved or ended', async () => {
    const [first, second, third] = [await submit(), await submit(), await submit()];
    db.clock.advance(1_000);
    expect([await startOf(first), await startOf(third)]).toEqual([0, 120]);
    const claimed = (await claims.claimNext(SERVER))!;
    expect(claimed.mobilesd_job_id).toBe(first);
    expect([await startOf(second), await startOf(third)]).toEqual([60, 120]);
    await jobs.move(third, 'top');
    expect([await startOf(third), await startOf(second)]).toEqual([60, 120]);
    const fence = { jobId: first, attempt: claimed.attempt, owner: 'me' };
    await claims.finish(fence, {
      status: 'completed',
      error: null,
      warnings: [],
      result: null,
      imageCount: 0,
    });
    expect([await startOf(third), await startOf(second)]).toEqual([0, 60]);
    await jobs.setHeld(third, true);
    expect(await startOf(second)).toBe(0);
  });

  it('counts for the jobs of a key only the servers that it may use', async () => {
    fleet.push({ id: 's2', alias: 'two', appType: 'forge', maxConcurrentJobs: 1 });
    const servers = new Map([[7, ['two']]]);
    keys.byId = (id) => ({ servers: servers.get(id) ?? null }) as ApiKey;
    const [first, second, third] = [
      await submit({ apiKeyId: 7 }),
      await submit({ apiKeyId: 7 }),
      await submit({ apiKeyId: 8 }),
    ];
    db.clock.advance(1_000);
    expect([await startOf(first), await startOf(second), await startOf(third)]).toEqual([0, 60, 0]);
  });

  it('knows of new jobs, but does not look again for each one of a burst', async () => {
    await startOf(await submit());
    db.clock.advance(500);
    const urgent = await submit({ priority: 9 });
    const slow = await submit();
    expect([await startOf(urgent), await startOf(slow)]).toEqual([0, 120]);
    const before = looks;
    for (let n = 0; n < 20; n += 1) await startOf(await submit());
    expect(looks).toBe(before);
  });
});
