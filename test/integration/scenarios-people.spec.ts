// People beside StableQueue's jobs: who cancels them, who interrupts them on the server, who uses the server too.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, throughout } from '../support/eventually.js';
import { ScenarioBench, type BenchServer } from '../support/scenario-bench.js';
import { generationsOf } from '../support/server-records.js';

let bench: ScenarioBench;
beforeAll(async () => {
  bench = await ScenarioBench.open();
});
afterEach(() => bench.clear());
afterAll(() => bench.close());

const LONG = { steps: 100 };
/** Until somebody interrupts it. */
const UNTIL_INTERRUPTED_MS = 100_000;

async function onServer(
  server: BenchServer,
  method: 'GET' | 'POST',
  path: string,
): Promise<{ state?: { job: string; interrupted: boolean } }> {
  const answer = await fetch(`${server.simulator.url}${path}`, { method });
  return (await answer.json()) as { state?: { job: string; interrupted: boolean } };
}

describe('cancelling', () => {
  it('a waiting job ends it at once; its server never hears of it', async () => {
    const { alias, simulator } = await bench.serve({ stepMs: 20 });
    const running = await bench.api.submit({ server: alias, params: { steps: 20 } });
    const waiting = await bench.api.submit({ server: alias });
    expect((await bench.api.act(waiting, 'cancel')).job.status).toBe('cancelled');
    await bench.api.ended(running, 'completed');
    await throughout(() => generationsOf(waiting, simulator.generations).length === 0, 300);
  });

  it('a running job interrupts it on its server, and the next one runs', async () => {
    const { alias, simulator } = await bench.serve({ stepMs: 30 });
    const id = await bench.api.submit({ server: alias, params: LONG });
    await bench.started(id);
    const next = await bench.api.submit({ server: alias });
    expect((await bench.api.act(id, 'cancel')).job.status).toBe('cancelled');
    await eventually(() => simulator.generations[0]?.outcome === 'interrupted');
    await bench.api.ended(next, 'completed');
    expect(await bench.api.job(id)).toMatchObject({ status: 'cancelled', image_count: 0, images: [] });
    expect(await bench.story(id)).toMatchObject({ attempts: ['cancelled'], generations: ['interrupted'] });
  });

  it('a job that waits behind somebody else’s on the server leaves that one alone', async () => {
    const server = await bench.serve({ stepMs: 20 });
    server.simulator.knobs.externalUser = UNTIL_INTERRUPTED_MS;
    const id = await bench.api.submit({ server: server.alias, params: LONG });
    await bench.api.jobThat(id, (job) => job.phase === 'queued_on_server');
    await bench.api.act(id, 'cancel');
    const theirs = async (): Promise<boolean> => {
      const { state } = await onServer(server, 'GET', '/sdapi/v1/progress?skip_current_image=true');
      return state?.job !== '' && !state?.interrupted;
    };
    await throughout(theirs, 800);
    await onServer(server, 'POST', '/sdapi/v1/interrupt');
    await eventually(() => generationsOf(id, server.simulator.generations)[0]?.outcome === 'interrupted');
    expect(await bench.api.job(id)).toMatchObject({ status: 'cancelled', images: [] });
  });

  it('a job cannot be put back before its server has let it go', async () => {
    const { alias, simulator } = await bench.serve({ stepMs: 3_000 });
    const id = await bench.api.submit({ server: alias, params: { steps: 5 } });
    await eventually(() => simulator.generations.length === 1);
    await bench.api.act(id, 'cancel');
    expect(await bench.api.call('POST', `/api/v1/queue/jobs/${id}/retry`)).toMatchObject({
      status: 400,
      body: { error: 'job_operation_invalid' },
    });
    await eventually(
      async () => (await bench.api.call('POST', `/api/v1/queue/jobs/${id}/retry`)).status === 200,
    );
    expect(simulator.generations[0]?.outcome).toBe('interrupted');
  });
});

describe('somebody at the server’s own page', () => {
  it('who interrupts our job leaves us its unfinished picture, and a warning', async () => {
    const server = await bench.serve({ stepMs: 30 });
    const id = await bench.api.submit({ server: server.alias, params: LONG });
    await bench.started(id);
    await onServer(server, 'POST', '/sdapi/v1/interrupt');
    const job = await bench.api.ended(id, 'completed');
    expect(job.warnings.map(({ code }) => code)).toContain('interrupted');
    expect(job.images).toHaveLength(1);
  });

  it('who uses the server first is waited for', async () => {
    const server = await bench.serve({ stepMs: 20 });
    server.simulator.knobs.externalUser = UNTIL_INTERRUPTED_MS;
    await eventually(async () => (await bench.api.server(server.alias)).health.busy_elsewhere === true);
    const id = await bench.api.submit({ server: server.alias });
    await bench.api.jobThat(id, (job) => job.phase === 'queued_on_server');
    await onServer(server, 'POST', '/sdapi/v1/interrupt');
    await bench.api.ended(id, 'completed');
    expect(await bench.story(id)).toMatchObject({ attempts: ['completed'], generations: ['completed'] });
  });
});
