import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../test/support/eventually.js';
import { startApp, type RunningApp } from '../../test/support/start-app.js';
import { LogBuffer } from '../common/logs/log-buffer.js';
import type { LogsDto } from './logs.dto.js';
import type { StatisticsDto } from './statistics.dto.js';
import type { SystemDto } from './system.dto.js';
import type { TaskListDto } from './tasks.dto.js';
import type { UtilisationDto } from './utilisation.dto.js';

const CANARY = 'canary-canary-canary';
/** Everything that this server does again and again; a new one belongs here too. */
const TASKS = [
  ...[
    'back-up',
    'catch-up-gallery-index',
    'extend-leases',
    'gallery-retention',
    'probe-paused-webhooks',
    'probe-servers',
    'prune-access-log',
    'prune-events',
  ],
  ...[
    'prune-prompt-history',
    'prune-statistics',
    'prune-webhooks',
    'purge-idempotency-keys',
    'schedule-jobs',
  ],
  ...['sweep-leases', 'tidy-images', 'unload-idle-servers', 'webhooks-cursor'],
];

describe('the system', () => {
  let server: RunningApp;
  beforeAll(async () => {
    server = await startApp({ AUTH_TOKEN: CANARY, STABLEQUEUE_ADMIN_PASSWORD: CANARY });
  });
  afterAll(() => server.stop());

  it('tells of itself, and no secret', async () => {
    const system = await server.api.ok<SystemDto>('GET', '/api/v1/system');
    expect(system).toMatchObject({
      ...{ node: process.version, data_dir: server.settings.dataDir, event_listeners: 0 },
      database: { engine: 'sqlite' },
    });
    expect(system.database.size_bytes + system.database.wal_bytes).toBeGreaterThan(100_000);
    expect(system.disk.free_bytes).toBeGreaterThan(0);
    expect(system.disk.total_bytes).toBeGreaterThanOrEqual(system.disk.free_bytes);
    expect(
      Math.abs(Date.parse(system.started_timestamp) + system.uptime_seconds * 1_000 - Date.now()),
    ).toBeLessThan(5_000);
    const token = system.settings.find(({ name }) => name === 'AUTH_TOKEN');
    expect(token).toMatchObject({ value: 'set', is_default: false });
    expect(JSON.stringify(system)).not.toContain(CANARY);
  });

  it('counts who listens', async () => {
    const aborter = new AbortController();
    const stream = await fetch(`${server.url}/api/v1/events`, { signal: aborter.signal });
    const listeners = async (): Promise<number> =>
      (await server.api.ok<SystemDto>('GET', '/api/v1/system')).event_listeners;
    await eventually(async () => (await listeners()) === 1);
    aborter.abort();
    await stream.body?.cancel().catch(() => undefined);
    await eventually(async () => (await listeners()) === 0);
  });

  it('knows every task, and runs each that is asked for', async () => {
    const tasks = async () => (await server.api.ok<TaskListDto>('GET', '/api/v1/system/tasks')).tasks;
    expect((await tasks()).map(({ name }) => name)).toEqual(TASKS);
    for (const { name, description, every_seconds } of await tasks()) {
      expect({ name, description }).toEqual({ name, description: expect.stringMatching(/^[A-Z].+\.$/) });
      expect(every_seconds).toBeGreaterThan(0);
      expect((await server.api.call('POST', `/api/v1/system/tasks/${name}/run`)).status).toBe(202);
    }
    await eventually(async () => (await tasks()).every(({ last_run, running }) => last_run && !running));
    expect((await tasks()).filter(({ last_run }) => last_run?.error !== null)).toEqual([]);
    const due = (await tasks()).filter(({ next_run_timestamp }) => next_run_timestamp === null);
    // There is no server to look at.
    expect(due.map(({ name }) => name)).toEqual(['probe-servers']);
  });

  it.each(['nothing', '..%2F', '__proto__', 'constructor'])('has no task %s', async (name) => {
    expect(await server.api.call('POST', `/api/v1/system/tasks/${name}/run`)).toMatchObject({
      status: 404,
      body: { error: 'task_not_found' },
    });
  });

  it('reads its log', async () => {
    const logs = server.app.get(LogBuffer, { strict: false });
    logs.add(JSON.stringify({ level: 'warn', time: 't', msg: 'about a job', jobId: 'j-1', token: CANARY }));
    const answer = await server.api.ok<LogsDto>('GET', '/api/v1/system/logs?text=j-1&level=warn');
    expect(answer.lines).toMatchObject([{ message: 'about a job', data: { jobId: 'j-1', token: '***' } }]);
    expect(await server.api.ok('GET', `/api/v1/system/logs?after=${answer.next}`)).toEqual({
      ...{ lines: [], next: answer.next },
    });
    for (const query of ['level=loud', 'limit=0', 'limit=2001', 'after=-1', `text=${'x'.repeat(201)}`])
      expect((await server.api.call('GET', `/api/v1/system/logs?${query}`)).status).toBe(400);
  });

  it('has statistics of as many days as were asked for', async () => {
    const { days } = await server.api.ok<StatisticsDto>('GET', '/api/v1/system/statistics?days=7');
    expect(days).toHaveLength(7);
    expect(days.at(-1)?.day).toBe(new Date().toISOString().slice(0, 10));
    for (const query of ['days=0', 'days=366', 'days=x'])
      expect((await server.api.call('GET', `/api/v1/system/statistics?${query}`)).status).toBe(400);
  });

  it('shows how busy its servers are, in as many pieces as were asked for', async () => {
    await server.api.ok('POST', '/api/v1/servers', { alias: 'gpu', base_url: 'http://127.0.0.1:9' });
    const query = '?minutes=30&buckets=15';
    const answer = await server.api.ok<UtilisationDto>('GET', `/api/v1/system/utilisation${query}`);
    expect(answer).toMatchObject({ bucket_seconds: 120, servers: [{ server_alias: 'gpu', waiting: 0 }] });
    expect(answer.servers[0]?.busy).toEqual(Array.from({ length: 15 }, () => 0));
    for (const wrong of ['minutes=0', 'minutes=1441', 'buckets=0', 'buckets=289'])
      expect((await server.api.call('GET', `/api/v1/system/utilisation?${wrong}`)).status).toBe(400);
  });
});
