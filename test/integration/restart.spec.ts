// Gentle ends of the real program, and a process that is frozen for a while.
import { afterAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { LONG, RestartBench } from '../support/restart-bench.js';

let bench: RestartBench;
afterAll(() => bench.close());

describe('a start after SIGTERM', () => {
  it('goes on with a running job where it is and fetches its picture', async () => {
    bench = await RestartBench.next(bench, { fetches: true });
    const id = await bench.api.submit({ params: LONG });
    await bench.sampling(id);
    expect(await bench.server.stop()).toMatchObject({ code: 0 });
    await bench.start();
    await bench.expectCompletedOnce(id);
    expect(bench.generations(id)).toHaveLength(1);
    expect((await bench.api.details(id)).attempts.map(({ reattached }) => reattached)).toEqual([false, true]);
  });

  it('runs a job again with its seed when its picture cannot be had any more, and spends no retry on that', async () => {
    bench = await RestartBench.next(bench);
    const id = await bench.api.submit({ params: LONG, maxRetries: 0 });
    await bench.sampling(id);
    await bench.server.stop();
    await bench.start();
    await bench.expectCompletedOnce(id);
    expect(bench.generations(id)).toHaveLength(2);
    expect((await bench.api.job(id)).retry_count).toBe(0);
  });

  it('waits for a nearly finished job when it is given the time', async () => {
    bench = await RestartBench.next(bench, { env: { SHUTDOWN_GRACE_MS: '20000' } });
    const id = await bench.api.submit({ params: LONG });
    await bench.sampling(id);
    await bench.server.stop();
    await bench.start();
    await bench.expectCompletedOnce(id);
    expect(bench.generations(id)).toHaveLength(1);
  });
});

describe('a process that was frozen', () => {
  it('completes its job once when it was frozen for longer than a lease', async () => {
    const leaseMs = 1_000;
    bench = await RestartBench.next(bench, { simulator: { stepMs: 30 }, env: { LEASE_MS: String(leaseMs) } });
    const id = await bench.api.submit({ params: LONG });
    await bench.sampling(id);
    const frozenAt = Date.now();
    bench.server.program.signal('SIGSTOP');
    await eventually(() => bench.gpu.generations[0]?.endedAt && Date.now() - frozenAt > 2 * leaseMs);
    bench.server.program.signal('SIGCONT');
    await bench.expectCompletedOnce(id);
    expect(bench.generations(id)).toHaveLength(1);
  });
});
