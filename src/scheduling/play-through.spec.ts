import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FairShares } from './fair-shares.js';
import { SchedulingBench, serverView, waiting } from './fixtures/scheduling-bench.js';
import { playThrough, type PlayedQueue } from './play-through.js';
import { DEFAULT_RULES } from './scheduling-rules.js';
import type { WaitingJob } from './waiting-job.js';

function play(queue: SchedulingBench, most = Infinity): PlayedQueue {
  const slots = queue.servers.map(({ id, freeInSeconds }) => ({ serverId: id, freeInSeconds }));
  const { shares, passes } = queue;
  return playThrough({ snapshot: queue.snapshot(), shares, passes, waiting: queue.book.copy(), slots }, most);
}

/** How often each job was passed over by one behind it, told from the starts alone. */
function passesIn(starts: readonly WaitingJob[]): number[] {
  return starts.map(
    (job, at) => starts.slice(0, at).filter(({ position }) => position > job.position).length,
  );
}

describe('a queue that is played through', () => {
  it('starts each job where and when it would', () => {
    const queue = new SchedulingBench([
      serverView({ model: 'model-a', freeInSeconds: 5 }),
      serverView({ id: 'two' }),
    ]);
    const jobs = [waiting(), waiting({ model: 'model-b' }), waiting({ notBeforeMs: 100_000 })];
    queue.add(...jobs);
    expect(play(queue).starts).toEqual([
      { seq: jobs[1]!.seq, serverId: 'two', slot: 1, startsInSeconds: 0, endsInSeconds: 18 },
      { seq: jobs[0]!.seq, serverId: 'one', slot: 0, startsInSeconds: 5, endsInSeconds: 15 },
      { seq: jobs[2]!.seq, serverId: 'one', slot: 0, startsInSeconds: 100, endsInSeconds: 110 },
    ]);
    expect(queue.book.size).toBe(3);
  });

  it('ends where jobs wait for somebody, or for more than it was to play', () => {
    const queue = new SchedulingBench();
    queue.add(waiting({ blocked: true }), waiting(), waiting());
    expect(play(queue).starts).toHaveLength(2);
    expect(play(queue, 1).starts).toHaveLength(1);
  });

  it('is first in, first out for one tenant and one model', () => {
    const queue = new SchedulingBench([serverView(), serverView({ id: 'two' })]);
    const jobs = Array.from({ length: 20 }, () => waiting());
    queue.add(...jobs);
    expect(play(queue).starts.map(({ seq }) => seq)).toEqual(jobs.map(({ seq }) => seq));
  });

  it('passes no job over more often than was promised, whatever waits', () => {
    const models = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(
        models,
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 1, max: 3 }),
        (chosen, maxPasses, servers) => {
          const queue = new SchedulingBench(
            Array.from({ length: servers }, (_, at) => serverView({ id: `s${at}` })),
          );
          queue.rules = { ...DEFAULT_RULES, maxPasses };
          const jobs = chosen.map((model) => waiting({ model: `model-${model}`, background: true }));
          queue.add(...jobs);
          const bySeq = new Map(jobs.map((job) => [job.seq, job]));
          const started = play(queue).starts.map(({ seq }) => bySeq.get(seq)!);
          expect(started).toHaveLength(jobs.length);
          expect(Math.max(...passesIn(started))).toBeLessThanOrEqual(maxPasses * servers);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shares the time evenly among tenants that always have work, to within a turn', () => {
    const tenants = ['anna', 'bert', 'cleo'];
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(sizes, (works) => {
        const queue = new SchedulingBench();
        for (const [at, tenant] of tenants.entries())
          for (let job = 0; job < 400; job += 1)
            queue.add(waiting({ tenant, model: `model-${at}`, work: works[at]!, background: true }));
        const seconds = new Map(tenants.map((tenant) => [tenant, 0]));
        for (const { seq, startsInSeconds, endsInSeconds } of play(queue, 300).starts) {
          const { tenant } = queue.book.get(seq)!;
          seconds.set(tenant, seconds.get(tenant)! + endsInSeconds - startsInSeconds);
        }
        const turn = DEFAULT_RULES.affinityCreditLoads * 8 + DEFAULT_RULES.quantumSeconds + 40 + 8;
        const all = [...seconds.values()];
        expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(turn);
      }),
      { numRuns: 20 },
    );
  });
});

describe('fair shares', () => {
  it('owe nothing to who comes late, nor to who was away', () => {
    const shares = new FairShares();
    shares.start('anna', 500);
    shares.advance(['anna']);
    expect(shares.of('bert')).toBe(500);
    shares.start('bert', 10);
    expect(shares.of('bert')).toBe(510);
  });

  it('are mended when a job took longer than was thought', () => {
    const shares = new FairShares();
    shares.start('anna', 10);
    shares.correct('anna', 5);
    expect(shares.of('anna')).toBe(15);
  });
});
