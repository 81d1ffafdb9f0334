import { beforeEach, describe, expect, it } from '@jest/globals';
import { chooseJob } from './choose-job.js';
import { SchedulingBench, serverView, waiting } from './fixtures/scheduling-bench.js';
import { DEFAULT_RULES, STRICT_ORDER } from './scheduling-rules.js';
import { classOf } from './scheduling-snapshot.js';

const one = serverView({ model: 'model-a' });
const two = serverView({ id: 'two', model: 'model-b' });

describe('the choice of the next job', () => {
  let queue: SchedulingBench;
  const next = (server = one) => chooseJob(server, queue.snapshot());
  beforeEach(() => {
    queue = new SchedulingBench([one, two]);
  });

  it('is nothing where nothing waits', () => {
    expect(next()).toBeNull();
  });

  it('keeps the order of the queue among like jobs', () => {
    const [first, second] = [waiting(), waiting()];
    queue.add(second, first);
    expect(next()).toMatchObject({ job: first, reason: 'turn', loadSeconds: 0, passedOver: [] });
  });

  it('takes only what may and can run there', () => {
    const [otherKind, pinned, unfit] = [
      waiting({ appType: 'comfyui' }),
      waiting({ target: 'two' }),
      waiting(),
    ];
    const [later, held, fits] = [waiting({ notBeforeMs: 1 }), waiting({ blocked: true }), waiting()];
    queue.unfit.add(`${unfit.seq}@one`);
    queue.add(otherKind, pinned, unfit, later, held, fits);
    expect(next()?.job).toBe(fits);
  });

  it('puts a higher priority before everything else', () => {
    const [loaded, urgent] = [waiting(), waiting({ priority: 6, model: 'model-c', background: true })];
    queue.add(loaded, urgent);
    expect(next()?.job).toBe(urgent);
  });

  it('lets no priority starve: a class that nothing was started of counts more and more', () => {
    const [low, high] = [waiting({ priority: 4, createdMs: 0 }), waiting({ priority: 5, createdMs: 1 })];
    queue.add(low, high);
    queue.nowMs = DEFAULT_RULES.ageingMs * 3;
    queue.lastStarts.set(classOf(high), queue.nowMs);
    expect(next()?.job).toBe(low);
    queue.lastStarts.set(classOf(low), queue.nowMs);
    expect(next()?.job).toBe(high);
  });

  it('runs what somebody waits for before a bulk', () => {
    const [bulk, single] = [waiting({ background: true }), waiting()];
    queue.add(bulk, single);
    expect(next()).toMatchObject({ job: single, reason: 'interactive' });
  });

  it('runs first what a person placed first', () => {
    const [single, placed] = [
      waiting({ position: 2 }),
      waiting({ position: 1, background: true, placed: true }),
    ];
    queue.add(single, placed);
    expect(next()).toMatchObject({ job: placed, reason: 'placed' });
  });

  describe('and the model that is loaded', () => {
    it('goes before one that is not, and says whom it passes over', () => {
      const [first, loaded] = [waiting({ model: 'model-c' }), waiting()];
      queue.add(first, loaded);
      expect(next()).toMatchObject({ job: loaded, reason: 'model_loaded', passedOver: [first] });
    });

    it('is no matter to a job that takes what is loaded', () => {
      const [any, loaded] = [waiting({ model: '' }), waiting()];
      queue.add(any, loaded);
      expect(next()).toMatchObject({ job: any, loadSeconds: 0 });
    });

    it('stops mattering once a job was passed over as often as was promised', () => {
      const [first, loaded] = [waiting({ model: 'model-c' }), waiting()];
      queue.add(first, loaded);
      queue.rules = { ...DEFAULT_RULES, maxPasses: 3 };
      // Two servers could have taken it.
      for (let pass = 0; pass < 6; pass += 1) queue.passes.note(first.seq, 0);
      expect(next()).toMatchObject({ job: first, reason: 'passed_enough', loadSeconds: 8, passedOver: [] });
    });

    it('stops mattering once a job has been passed over for as long as was promised', () => {
      const [first, loaded] = [waiting({ model: 'model-c' }), waiting()];
      queue.add(first, loaded);
      queue.passes.note(first.seq, 0);
      queue.nowMs = DEFAULT_RULES.maxPassedMs;
      expect(next()?.job).toBe(first);
    });

    it('never matters in strict order', () => {
      const [first, loaded] = [waiting({ model: 'model-c' }), waiting()];
      queue.add(first, loaded);
      queue.rules = { ...DEFAULT_RULES, ...STRICT_ORDER };
      expect(next()?.job).toBe(first);
    });

    it('keeps a bulk going for a moment before another is loaded for a single job', () => {
      const [bulk, single] = [waiting({ background: true }), waiting({ model: 'model-c' })];
      queue.add(bulk, single);
      expect(next()?.job).toBe(bulk);
      queue.nowMs = 24_000;
      expect(next()?.job).toBe(single);
    });

    it('on another server is waited for, if that is quicker than loading it here', () => {
      const job = waiting({ model: 'model-b' });
      queue.add(job);
      expect(next(one)).toBeNull();
      expect(next(two)?.job).toBe(job);
    });

    it('is loaded here as well when the others have too much to do', () => {
      const jobs = Array.from({ length: 11 }, () => waiting({ model: 'model-b' }));
      queue.add(...jobs);
      expect(next(one)).toMatchObject({ job: jobs[0], loadSeconds: 8 });
    });

    it('nobody has is loaded before one that others have', () => {
      const many = Array.from({ length: 9 }, () => waiting({ model: 'model-b' }));
      const unheld = waiting({ model: 'model-c' });
      queue.add(...many, unheld);
      expect(next(one)?.job).toBe(unheld);
    });
  });

  describe('among tenants', () => {
    it('serves the one that has had least', () => {
      const [annas, berts] = [waiting(), waiting({ tenant: 'bert' })];
      queue.add(annas, berts);
      queue.shares.start('anna', 100);
      queue.servers = [serverView()];
      expect(next(serverView())).toMatchObject({ job: berts, reason: 'fair_share' });
    });

    it('keeps a model loaded for one that is a little ahead, and not for longer', () => {
      const [annas, berts] = [waiting(), waiting({ tenant: 'bert', model: 'model-c' })];
      queue.add(annas, berts);
      queue.shares.start('anna', DEFAULT_RULES.affinityCreditLoads * 8);
      expect(next()?.job).toBe(annas);
      queue.shares.start('anna', 1);
      expect(next()?.job).toBe(berts);
    });

    it('lets the interactive work of one that is a little ahead go before the bulk of another', () => {
      const [single, bulk] = [waiting(), waiting({ tenant: 'bert', background: true })];
      queue.add(single, bulk);
      queue.shares.start('anna', DEFAULT_RULES.interactiveCreditSeconds);
      expect(next()?.job).toBe(single);
      queue.shares.start('anna', 1);
      expect(next(serverView())?.job).toBe(bulk);
    });
  });
});
