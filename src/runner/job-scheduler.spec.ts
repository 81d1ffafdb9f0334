import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Subject } from 'rxjs';
import { eventually } from '../../test/support/eventually.js';
import { FakeClock } from '../../test/support/temp-database.js';
import { readSettings } from '../config/settings.js';
import type { JobClaimsRepository } from '../jobs/job-claims.repository.js';
import type { ClaimRequest } from '../jobs/job-claims.js';
import type { JobExclusionsRepository } from '../jobs/job-exclusions.repository.js';
import type { JobRow } from '../jobs/job.js';
import { JobSignals } from '../jobs/job-signals.js';
import { QueueStandings } from '../jobs/queue-standings.js';
import type { QueueState } from '../jobs/queue-state.js';
import type { FleetServer, ServerFleet } from '../servers/server-fleet.js';
import { waiting as waitingJob } from '../scheduling/fixtures/scheduling-bench.js';
import { UNKNOWN_HEALTH } from '../servers/server-health.js';
import { ActiveAttempts } from './active-attempts.js';
import type { JobRunner } from './job-runner.js';
import { JobScheduler, SchedulerInputs } from './job-scheduler.js';
import { ServerRoom } from './server-room.js';

const server = (id: string, maxConcurrentJobs = 1): FleetServer =>
  ({ id, alias: id, appType: 'forge', maxConcurrentJobs }) as FleetServer;

describe(JobScheduler.name, () => {
  let scheduler: JobScheduler;
  let servers: FleetServer[];
  let waiting: string[];
  let claims: ClaimRequest[];
  let started: string[];
  let paused: boolean;
  let standings: QueueStandings;
  const signals = new JobSignals();
  const changes$ = new Subject<void>();
  const inventoryChanges$ = new Subject<string>();
  const forgotten: string[] = [];

  beforeEach(() => {
    servers = [server('one'), server('two')];
    [waiting, claims, started, paused] = [[], [], [], false];
    const fleet = { dispatchable: () => servers, changes$, inventoryChanges$ } as unknown as ServerFleet;
    const queue = {
      get paused() {
        return paused;
      },
      blocked: null,
    } as unknown as QueueState;
    const repository = {
      claimNext: async (claim: ClaimRequest) => {
        claims.push(claim);
        const id = waiting.shift();
        return id && ({ mobilesd_job_id: id } as JobRow);
      },
    } as unknown as JobClaimsRepository;
    const exclusions = {
      forget: async (id: string) => void forgotten.push(id),
    } as unknown as JobExclusionsRepository;
    const runner = { start: (row: JobRow) => void started.push(row.mobilesd_job_id) } as unknown as JobRunner;
    standings = new QueueStandings();
    const room = new ServerRoom(standings, new FakeClock(0));
    const inputs = new SchedulerInputs(signals, queue, fleet, new ActiveAttempts(), exclusions, room);
    scheduler = new JobScheduler(readSettings({}), inputs, repository, runner);
    scheduler.onApplicationBootstrap();
  });
  afterEach(() => scheduler.onModuleDestroy());

  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('asks once for each idle server, and then rests until something happens', async () => {
    await turn();
    await turn();
    expect(claims.map((claim) => claim.serverId)).toEqual(['one', 'two']);
  });

  it('starts what was submitted at once', async () => {
    await turn();
    waiting.push('a', 'b');
    signals.work$.next();
    await eventually(() => started.length === 2);
  });

  it('does not miss a wake-up that comes while it claims', async () => {
    await turn();
    signals.work$.next();
    waiting.push('late');
    signals.work$.next();
    await eventually(() => started.includes('late'));
  });

  it('starts nothing while paused', async () => {
    await turn();
    paused = true;
    waiting.push('a');
    signals.work$.next();
    await turn();
    expect(started).toEqual([]);
    paused = false;
    signals.work$.next();
    await eventually(() => started.length === 1);
  });

  it('offers jobs again to a server that has other models than before', async () => {
    await turn();
    waiting.push('a');
    inventoryChanges$.next('two');
    await eventually(() => started.length === 1);
    expect(forgotten).toEqual(['two']);
  });

  it('sends one job ahead where that is wanted and a place will be free soon', () => {
    const room = new ServerRoom(standings, new FakeClock(0));
    const closed = { state: 'closed' as const, failures: 0, openings: 0, retryAtMs: null };
    const ahead = { ...server('one'), lookAhead: true, health: { ...UNKNOWN_HEALTH, circuit: closed } };
    const job = waitingJob();
    const run = (seconds: number, jobId = 'a') => {
      const choice = { job, reason: 'turn' as const, loadSeconds: 0, passedOver: [] };
      standings.started({ jobId, serverId: 'one', slots: 1, choice, seconds, nowMs: 0 }, []);
    };
    run(60);
    expect(room.of(ahead)).toBe(1);
    standings.ended('a', 0);
    run(10);
    expect(room.of(ahead)).toBe(2);
    expect(room.of({ ...ahead, lookAhead: false })).toBe(1);
    expect(
      room.of({ ...ahead, health: { ...ahead.health, circuit: { ...closed, state: 'half_open' } } }),
    ).toBe(1);
  });
});
