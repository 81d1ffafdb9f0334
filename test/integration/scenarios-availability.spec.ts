// Servers that cannot take jobs, and our own disk that takes no pictures: jobs wait, say why, and go on by themselves.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eventually, moment, throughout } from '../support/eventually.js';
import { ScenarioBench, type BenchServer } from '../support/scenario-bench.js';

let bench: ScenarioBench;
beforeAll(async () => {
  bench = await ScenarioBench.open();
});
afterEach(() => bench.clear());
afterAll(() => bench.close());

async function waitsBecause(id: string, code: string, words: RegExp): Promise<void> {
  const job = await bench.api.jobThat(id, (one) => one.waiting_reason?.code === code);
  expect(job).toMatchObject({ status: 'pending', retry_count: 0 });
  expect(job.waiting_reason?.message).toMatch(words);
}

function change({ alias }: BenchServer, what: 'drain' | 'resume' | 'enable' | 'disable'): Promise<unknown> {
  return bench.api.ok('POST', `/api/v1/servers/${encodeURIComponent(alias)}/${what}`);
}

describe('a job waits and says why', () => {
  it('while its server is down, and runs when it is back', async () => {
    const server = await bench.serve();
    const repaired = moment();
    const back = server.simulator.restart(repaired.comes);
    await bench.api.serverIs(server.alias, 'unreachable');
    const id = await bench.api.submit({ server: server.alias });
    await waitsBecause(id, 'server_offline', /Nothing listens at http/);
    repaired.come();
    await back;
    await bench.api.ended(id, 'completed');
    expect(await bench.story(id)).toMatchObject({ retries: 0, generations: ['completed'] });
  });

  it('when its server goes down at the very moment it is sent, without a retry being spent', async () => {
    const server = await bench.serve();
    const back = server.simulator.restart(1_500);
    const id = await bench.api.submit({ server: server.alias, maxRetries: 0 });
    await back;
    await bench.api.ended(id, 'completed');
    expect((await bench.story(id)).generations).toEqual(['completed']);
  });

  it('while its server wants a login', async () => {
    const server = await bench.serve();
    server.simulator.knobs.unauthorized = true;
    await bench.api.serverIs(server.alias, 'misconfigured');
    const id = await bench.api.submit({ server: server.alias });
    await waitsBecause(id, 'server_login_needed', /[Ll]ogin/);
    server.simulator.knobs.unauthorized = null;
    await bench.api.ended(id, 'completed');
  });

  it('when the login is refused only as it is sent', async () => {
    const server = await bench.serve();
    await bench.api.pause();
    const id = await bench.api.submit({ server: server.alias, maxRetries: 0 });
    server.simulator.knobs.unauthorized = true;
    await bench.api.resume();
    await bench.api.jobThat(
      id,
      (one) => one.status === 'pending' && one.waiting_reason?.code === 'server_login_needed',
    );
    server.simulator.knobs.unauthorized = null;
    expect(await bench.api.ended(id, 'completed')).toMatchObject({ retry_count: 0 });
  });

  it('while its server is drained; the running one goes on to its end', async () => {
    const server = await bench.serve({ stepMs: 40 });
    const running = await bench.api.submit({ server: server.alias, params: { steps: 20 } });
    await bench.started(running);
    await change(server, 'drain');
    const id = await bench.api.submit({ server: server.alias });
    await bench.api.ended(running, 'completed');
    await waitsBecause(id, 'server_draining', /drained/);
    await throughout(() => server.simulator.generations.length === 1, 500);
    await change(server, 'resume');
    await bench.api.ended(id, 'completed');
  });

  it('while its server is switched off', async () => {
    const server = await bench.serve();
    await change(server, 'disable');
    const id = await bench.api.submit({ server: server.alias });
    await waitsBecause(id, 'server_disabled', /switched off/);
    await change(server, 'enable');
    await bench.api.ended(id, 'completed');
  });

  it('while its server starts, route by route', async () => {
    const server = await bench.serve({ knobs: { notReadyForMs: { value: 0, times: 1 } } });
    server.simulator.knobs.notReadyForMs = 1_500;
    await server.simulator.restart(200);
    const id = await bench.api.submit({ server: server.alias, maxRetries: 0 });
    expect(await bench.api.ended(id, 'completed')).toMatchObject({ retry_count: 0 });
  });

  it('while no server of its kind is there', async () => {
    const id = await bench.api.submit({ appType: 'a1111' });
    await waitsBecause(id, 'no_server', /a1111/);
    await bench.serve({ dialect: 'a1111' });
    await bench.api.ended(id, 'completed');
  });
});

describe('idle servers', () => {
  it('leave the process alone: nothing spins while there is nothing to do', async () => {
    // Looks at the servers would take their part on a slow machine.
    const idle = await ScenarioBench.open({ PROBE_INTERVAL_MS: '60000' });
    for (let n = 0; n < 4; n += 1) await idle.serve();
    const ids = await Promise.all(Array.from({ length: 12 }, () => idle.api.submit()));
    for (const id of ids) await idle.api.ended(id, 'completed');
    const before = process.cpuUsage();
    const startedAt = performance.now();
    await throughout(() => true, 1_000);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000 / (performance.now() - startedAt)).toBeLessThan(0.7);
    await idle.clear();
    await idle.close();
  });
});

describe('our own disk', () => {
  it('that takes no pictures makes jobs wait; nothing is made twice and nothing is lost', async () => {
    const { imagesDir } = bench.running.settings;
    const aside = join(dirname(imagesDir), 'aside');
    mkdirSync(imagesDir, { recursive: true });
    renameSync(imagesDir, aside);
    writeFileSync(imagesDir, 'a file in the place of the folder');
    const server = await bench.serve();
    const first = await bench.api.submit({ server: server.alias });
    const stuck = await bench.api.jobThat(first, (job) => job.waiting_reason?.code === 'storage_failed');
    expect(stuck).toMatchObject({ status: 'processing', phase: 'saving' });
    expect(stuck.waiting_reason?.message).toContain(imagesDir);
    const second = await bench.api.submit({ server: server.alias });
    await waitsBecause(second, 'storage_failed', /check that it is a folder/);
    await throughout(() => server.simulator.generations.length === 1, 500);
    rmSync(imagesDir);
    renameSync(aside, imagesDir);
    for (const id of [first, second]) {
      expect(await bench.api.ended(id, 'completed')).toMatchObject({ image_count: 1, retry_count: 0 });
      expect((await bench.story(id)).generations).toEqual(['completed']);
    }
    await eventually(
      async () =>
        (await bench.api.ok<{ queue: { blocked: string | null } }>('GET', '/health')).queue.blocked === null,
    );
  });
});
