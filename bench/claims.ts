// Claiming and finishing a job with a long history in the table against doing so in an empty one. In this process, over
// the real database class; `synchronous=NORMAL`, so that waiting for the disk cannot hide what the statements cost.
import { copyFileSync, mkdirSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { Clock } from '../src/common/clock.js';
import { Database } from '../src/database/database.js';
import { openSqlite } from '../src/database/open-sqlite.js';
import { databasePath, sqliteOptions } from '../src/database/sqlite-options.js';
import { EventBus } from '../src/events/event-bus.js';
import { JobClaimsRepository } from '../src/jobs/job-claims.repository.js';
import type { Ending } from '../src/jobs/job-claims.js';
import { JobsRepository } from '../src/jobs/jobs.repository.js';
import { newJob } from '../test/support/jobs.js';
import { figure, judged, type BenchRun, type Entry } from './benchmark.js';
import { interleaved, median } from './statistics.js';
import { createSchema } from './support/seed-jobs.js';

const AIM = 1.3;
const PAIRS_PER_ROUND = 20;
const OWNER = 'bench';
const CLAIM = {
  serverId: 'bench-server',
  serverAlias: 'bench',
  appType: 'forge',
  maxConcurrentJobs: 1,
  owner: OWNER,
  leaseMs: 30_000,
};
const ENDING: Ending = {
  status: 'completed',
  error: null,
  warnings: [],
  result: { message: '1 image made.' },
  imageCount: 1,
};

export async function claims(run: BenchRun): Promise<Entry[]> {
  const history = run.quick ? 20_000 : 100_000;
  const full = await openTable(run, await finishedOnly(run, history));
  const empty = await openTable(run, await emptyTable(run));
  const rounds = run.quick ? 20 : 50;
  await interleaved(5, full, empty);
  const { a, b } = await interleaved(rounds, full, empty);
  const [withHistory, without] = [median(a.flat()), median(b.flat())];
  const against = `an empty table: ${without.toFixed(3)} ms; with ${history} finished jobs: ${withHistory.toFixed(3)} ms per claim and finish`;
  return [judged(figure('claims/ratio', withHistory / without, 'x', against), { atMost: AIM })];
}

/** A copy of the seeded table in which nothing waits any more. */
async function finishedOnly(run: BenchRun, jobs: number): Promise<string> {
  const dataDir = run.folder('claims-full');
  copyFileSync(databasePath({ dataDir: await run.seeded(jobs) }), databasePath({ dataDir }));
  const database = new BetterSqlite3(databasePath({ dataDir }));
  database.exec(`UPDATE jobs SET status = 'cancelled' WHERE status = 'pending'`);
  database.close();
  return dataDir;
}

async function emptyTable(run: BenchRun): Promise<string> {
  const dataDir = run.folder('claims-empty');
  mkdirSync(dataDir, { recursive: true });
  await createSchema(dataDir);
  return dataDir;
}

/** A round in one table: jobs come, are claimed and finished one by one, and go, so that the table stays as long as it was. */
async function openTable(run: BenchRun, dataDir: string): Promise<() => Promise<number[]>> {
  const database = new Database(await openSqlite(sqliteOptions({ dataDir, SQLITE_SYNCHRONOUS: 'normal' })));
  run.after(() => database.onApplicationShutdown());
  const clock = new Clock();
  const events = new EventBus(database, clock);
  const repository = new JobClaimsRepository(database, events, clock);
  const jobs = new JobsRepository(database, events, clock);
  return async () => {
    const ids: string[] = [];
    for (let made = 0; made < PAIRS_PER_ROUND; made += 1)
      ids.push((await jobs.insert(newJob())).mobilesd_job_id);
    const times: number[] = [];
    for (let pair = 0; pair < PAIRS_PER_ROUND; pair += 1) times.push(await claimAndFinish(repository));
    for (const id of ids) await jobs.delete(id);
    return times;
  };
}

async function claimAndFinish(repository: JobClaimsRepository): Promise<number> {
  const startedAt = performance.now();
  const row = await repository.claimNext(CLAIM);
  if (!row) throw new Error('Nothing to claim');
  const fence = { jobId: row.mobilesd_job_id, attempt: row.attempt, owner: OWNER };
  if (!(await repository.finish(fence, ENDING))) throw new Error('Fenced');
  return performance.now() - startedAt;
}
