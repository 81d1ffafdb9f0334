import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiKey } from '../api-keys/api-key.js';
import { newJob } from '../../test/support/jobs.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import type { Database } from '../database/database.js';
import { KeyRing } from '../api-keys/key-ring.js';
import type { ServerFleet } from '../servers/server-fleet.js';
import type { DurationBook } from './duration-book.js';
import { serverView } from '../scheduling/fixtures/scheduling-bench.js';
import type { ServerView } from '../scheduling/scheduling-snapshot.js';
import { FrontRefresh } from './front-refresh.js';
import { JobChooser } from './job-chooser.js';
import { JobClaimsRepository } from './job-claims.repository.js';
import { JobCountsRepository } from './job-counts.repository.js';
import { JobListRepository } from './job-list.repository.js';
import { JobsRepository } from './jobs.repository.js';
import { JobServers } from './job-servers.js';
import { KeyRulesRepository } from './key-rules.repository.js';
import type { LiveProgress } from './live-progress.js';
import { QueueForecaster } from './queue-forecast.js';
import { QueueMirrorRepository } from './queue-mirror.repository.js';
import { QueueMirror } from './queue-mirror.js';
import { QueueStandings } from './queue-standings.js';
import { RunningJobs } from './running-jobs.js';
import { PlainWorld } from './scheduling-world.js';
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
let servers: ServerView[];

/** Every job takes a minute, and no model has to be loaded. */
class MinutesWorld extends PlainWorld {
  override servers(): ServerView[] {
    return servers;
  }

  override jobSeconds(): number {
    return 60;
  }

  override loadSeconds(): number {
    return 0;
  }
}

describe(StartEstimate.name, () => {
  let db: TempDatabase;
  let jobs: JobsRepository;
  let claims: JobClaimsRepository;
  let estimate: StartEstimate;
  let refresh: FrontRefresh;
  let looks: number;
  let chooser: JobChooser;
  let keys: KeyRing;
  beforeEach(async () => {
    db = await openTempDatabase();
    jobs = new JobsRepository(db.database, db.events, db.clock);
    const mirror = new QueueMirror(db.database, new QueueMirrorRepository(db.database));
    chooser = new JobChooser(mirror, new QueueStandings(), db.clock, new MinutesWorld());
    claims = new JobClaimsRepository(db.database, db.events, db.clock, undefined, chooser);
    servers = [serverView({ id: 's1', alias: 'one' })];
    keys = new KeyRing();
    const book = { estimate: () => MINUTE, workOf: () => null } as unknown as DurationBook;
    const live = { progressOf: () => undefined } as unknown as LiveProgress;
    const running = new RunningJobs(new JobListRepository(db.database), book, live, db.clock);
    const rules = new KeyRulesRepository(db.database, { current: () => [], of: () => undefined });
    const forecaster = new QueueForecaster(chooser, rules, running, book);
    const play = forecaster.play.bind(forecaster);
    looks = 0;
    forecaster.play = (most) => ((looks += 1), play(most));
    const fleet = { dispatchable: () => servers } as unknown as ServerFleet;
    estimate = new StartEstimate(forecaster, running, book, new JobServers(fleet, keys), db.clock);
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
    servers.push(serverView({ id: 's2', alias: 'two' }));
    keys.byId = (id) => ({ servers: id === 7 ? ['two'] : null }) as ApiKey;
    await restrictKey(db.database, 7, ['two']);
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

async function restrictKey(database: Database, id: number, aliases: string[]): Promise<void> {
  const now = '2026-01-01T00:00:00.000Z';
  await database.write((manager) =>
    manager.query(
      `INSERT INTO api_keys (id, name, key, secret_hash, secret_hint, scopes_json, servers_json, created_timestamp, updated_timestamp)
         VALUES (?, 'key', ?, '', '', '[]', ?, ?, ?)`,
      [id, `key-${id}`, JSON.stringify(aliases), now, now],
    ),
  );
}
