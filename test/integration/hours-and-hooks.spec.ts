// Servers that take jobs at some hours only, that call others before and after, and that let go of their models.
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Clock } from '../../src/common/clock.js';
import { IdleUnload } from '../../src/runner/idle-unload.js';
import type { ServerDto } from '../../src/servers/server.dto.js';
import { eventually } from '../support/eventually.js';
import { ScenarioBench } from '../support/scenario-bench.js';

/** Whoever gives the GPU away and takes it back. */
class LanguageModel {
  readonly calls: { path: string; at: number; key?: string; body: string }[] = [];
  status = 200;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<LanguageModel> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const key = request.headers['x-key'] as string | undefined;
        const body = Buffer.concat(chunks).toString();
        model.calls.push({
          path: `${request.method} ${request.url}`,
          at: Date.now(),
          body,
          ...(key ? { key } : {}),
        });
        response.writeHead(model.status).end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const model = new LanguageModel(server);
    return model;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get paths(): string[] {
    return this.calls.map(({ path }) => path);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

describe('a server that does not simply run', () => {
  let bench: ScenarioBench;
  let llm: LanguageModel;
  beforeAll(async () => {
    bench = await ScenarioBench.open({ WEBHOOK_ALLOW_PRIVATE: '127.0.0.1' });
    llm = await LanguageModel.start();
  });
  afterEach(() => bench.clear());
  afterAll(async () => {
    await llm.stop();
    await bench.close();
  });

  const server = (alias: string): Promise<ServerDto> =>
    bench.api.ok('GET', `/api/v1/servers/${encodeURIComponent(alias)}`);
  const change = (alias: string, body: object): Promise<unknown> =>
    bench.api.ok('PATCH', `/api/v1/servers/${encodeURIComponent(alias)}`, body);

  it('starts nothing outside of its hours, and says until when', async () => {
    const hour = (new Date().getUTCHours() + 12) % 24;
    const window = {
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      from: `${String(hour).padStart(2, '0')}:10`,
      to: `${String(hour).padStart(2, '0')}:11`,
    };
    const { alias } = await bench.serve({}, { hours: { time_zone: 'UTC', windows: [window] } });
    const [pinned, any] = [await bench.api.submit({ server: alias }), await bench.api.submit()];
    const reason = await bench.api.jobThat(
      pinned,
      (job) => job.waiting_reason?.code === 'server_outside_hours',
    );
    expect(reason.waiting_reason?.message).toMatch(/again from \d{4}-\d\d-\d\dT\d\d:10:00\.000Z/);
    expect((await bench.api.job(any)).waiting_reason).toMatchObject({
      code: 'no_server_online',
      message: expect.stringContaining('takes no jobs at this hour'),
    });
    await change(alias, { hours: null });
    for (const id of [pinned, any]) await bench.api.ended(id, 'completed');
  });

  it('calls its hooks once before and once after jobs that follow each other', async () => {
    llm.calls.length = 0;
    const { alias, simulator } = await bench.serve(
      {},
      {
        busy_hook: { url: `${llm.url}/leave`, body: '{"keep_alive":0}', headers: { 'X-Key': 'secret' } },
        idle_hook: { url: `${llm.url}/come-back`, method: 'GET', after_seconds: 1 },
      },
    );
    for (let job = 0; job < 2; job += 1) await bench.api.ended(await bench.api.submit(), 'completed');
    expect(llm.calls).toMatchObject([{ path: 'POST /leave', key: 'secret', body: '{"keep_alive":0}' }]);
    expect(llm.calls[0]!.at).toBeLessThanOrEqual(simulator.generations[0]!.requestedAt);
    await eventually(() => llm.calls.length === 2);
    expect(llm.paths).toEqual(['POST /leave', 'GET /come-back']);
    await eventually(async () => (await server(alias)).idle_hook?.last_call?.ok === true);
    expect((await server(alias)).busy_hook?.last_call).toMatchObject({
      ok: true,
      status: 200,
      problem: null,
    });
    await bench.api.ended(await bench.api.submit(), 'completed');
    expect(llm.paths.at(-1)).toBe('POST /leave');
  });

  it('runs jobs although a hook fails, unless that is required', async () => {
    llm.calls.length = 0;
    llm.status = 500;
    const { alias, simulator } = await bench.serve({}, { busy_hook: { url: `${llm.url}/leave` } });
    await bench.api.ended(await bench.api.submit(), 'completed');
    expect((await server(alias)).busy_hook?.last_call).toMatchObject({ ok: false, status: 500 });
    await bench.clear();
    const strict = await bench.serve({}, { busy_hook: { url: `${llm.url}/leave`, required: true } });
    const id = await bench.api.submit();
    const waits = await bench.api.jobThat(id, (job) => job.waiting_reason?.code === 'hook_failed');
    expect(waits.waiting_reason?.message).toContain('answered with status 500');
    expect([waits.retry_count, strict.simulator.generations, simulator.generations.length]).toEqual([
      0,
      [],
      1,
    ]);
    llm.status = 200;
    await bench.api.ended(id, 'completed');
  });

  it('unloads its models once, when it has had nothing to do for so long', async () => {
    const { simulator } = await bench.serve({}, { idle_unload_minutes: 5 });
    const other = await bench.serve({ dialect: 'a1111' });
    const { app } = bench.running;
    const [unload, clock] = [app.get(IdleUnload, { strict: false }), app.get(Clock, { strict: false })];
    const later = async (minutes: number): Promise<number> => {
      const now = jest.spyOn(clock, 'now').mockReturnValue(Date.now() + minutes * 60_000);
      await unload.look().finally(() => now.mockRestore());
      return simulator.requests.filter(({ path }) => path.endsWith('/unload-checkpoint')).length;
    };
    await bench.api.ended(await bench.api.submit(), 'completed');
    expect([await later(4), await later(6), await later(60)]).toEqual([0, 1, 1]);
    await bench.api.ended(await bench.api.submit(), 'completed');
    expect([await later(1), await later(6)]).toEqual([1, 2]);
    expect(other.simulator.requests.some(({ path }) => path.endsWith('/unload-checkpoint'))).toBe(false);
  });
});
