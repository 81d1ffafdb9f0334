import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../../test/support/eventually.js';
import { makeTempFolder, removeFolder } from '../../test/support/temp-folder.js';
import { AccessLogPruner } from './access-log-pruner.js';
import { AccessLogRepository, STILL_OPEN, type AccessEntry } from './access-log.repository.js';
import { AccessLog } from './access-log.js';
import { startKeys, type KeysBed } from './fixtures/keys-bed.js';
import type { AccessLogPageDto, KeyUsageDto } from './key-records.dto.js';

const USE: Omit<AccessEntry, 'timestamp'> = {
  who: 'key',
  keyId: 1,
  via: 'header',
  method: 'GET',
  route: '/api/v2/queue/jobs/:id',
  status: 200,
  code: null,
  address: '192.168.1.9',
  requestId: 'r-1',
};
const WRONG: typeof USE = { ...USE, who: 'nobody', via: null, status: 401, code: 'invalid_api_key' };

describe(AccessLog.name, () => {
  let dataDir: string;
  let bed: KeysBed;
  let log: AccessLog;
  const page = async (path: string) => (await bed.http().get(path).expect(200)).body as AccessLogPageDto;
  const usage = async (query = '') =>
    (await bed.http().get(`/api/v1/api-keys/1/usage${query}`).expect(200)).body as KeyUsageDto;
  const stored = () =>
    bed.database.read(async (manager) => {
      const [row] = await manager.query<[{ n: number }]>(`SELECT count(*) AS n FROM access_log`);
      return row.n;
    });

  beforeEach(async () => {
    dataDir = makeTempFolder('access-log');
    bed = await startKeys(dataDir);
    log = bed.app.get(AccessLog);
    await bed.make();
  });
  afterEach(async () => {
    await bed.stop();
    await removeFolder(dataDir);
  });

  it('shows each use and each refusal of a key, the newest first', async () => {
    log.record(USE);
    bed.clock.advance(1_000);
    log.record({ ...USE, status: 404, code: 'job_not_found' });
    log.record(WRONG);
    log.record({ ...USE, keyId: null, who: 'console', via: 'session' });
    const { entries, next_cursor } = await page('/api/v1/api-keys/1/access-log');
    expect(entries).toMatchObject([
      { who: 'nobody', key_id: 1, status: 401, code: 'invalid_api_key', key_name: 'Forge of Ada' },
      { who: 'key', key_id: 1, status: 404, code: 'job_not_found' },
      {
        id: 1,
        timestamp: '2026-01-01T00:00:00.000Z',
        who: 'key',
        via: 'header',
        method: 'GET',
        route: '/api/v2/queue/jobs/:id',
        status: 200,
        code: null,
        address: '192.168.1.9',
        request_id: 'r-1',
      },
    ]);
    expect(next_cursor).toBeNull();
    expect((await page('/api/v1/access-log')).entries).toHaveLength(4);
    expect((await page('/api/v1/access-log?outcome=refused')).entries).toMatchObject([{ status: 401 }]);
    expect((await page('/api/v1/api-keys/1/access-log?outcome=refused')).entries).toHaveLength(1);
  });

  it('notes the last use of what is still open, and counts it when it ends', async () => {
    const use = { ...USE, route: '/sdapi/v1/txt2img' };
    log.record({ ...use, status: STILL_OPEN });
    await log.flush();
    expect((await usage('?days=1')).totals.requests).toBe(0);
    const answer = await bed.http().get('/api/v1/api-keys/1').expect(200);
    expect(answer.body).toMatchObject({ api_key: { last_used: bed.clock.iso() } });
    log.record(use);
    expect((await usage('?days=1')).totals.requests).toBe(1);
  });

  it('is read page by page', async () => {
    for (let at = 1; at <= 5; at += 1) log.record({ ...USE, requestId: `r-${at}` });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { entries, next_cursor } = await page(`/api/v1/access-log?limit=2${query}`);
      seen.push(...entries.map(({ request_id }) => request_id));
      cursor = next_cursor;
      log.record({ ...USE, requestId: 'later' });
    } while (cursor !== null);
    expect(seen).toEqual(['r-5', 'r-4', 'r-3', 'r-2', 'r-1']);
    for (const query of ['limit=0', 'limit=201', 'cursor=x', 'outcome=good', 'limit=1&limit=2'])
      await bed.http().get(`/api/v1/access-log?${query}`).expect(400);
  });

  it('counts requests and refusals by key and day, and notes the last use', async () => {
    log.record(USE);
    log.record({ ...USE, status: 429, code: 'rate_limited' });
    log.record(WRONG);
    const lastUsed = bed.clock.iso();
    bed.clock.advance(86_400_000);
    log.record(WRONG);
    const { days, totals } = await usage('?days=3');
    expect(days).toEqual([
      { day: '2025-12-31', requests: 0, refusals: 0, jobs: 0, bulk_jobs: 0, gpu_seconds: 0 },
      { day: '2026-01-01', requests: 2, refusals: 2, jobs: 0, bulk_jobs: 0, gpu_seconds: 0 },
      { day: '2026-01-02', requests: 0, refusals: 1, jobs: 0, bulk_jobs: 0, gpu_seconds: 0 },
    ]);
    expect(totals).toEqual({ requests: 2, refusals: 3, jobs: 0, bulk_jobs: 0, gpu_seconds: 0 });
    expect((await usage()).days).toHaveLength(30);
    const answer = await bed.http().get('/api/v1/api-keys/1').expect(200);
    expect(answer.body).toMatchObject({ api_key: { last_used: lastUsed } });
    for (const query of ['?days=0', '?days=367', '?days=all'])
      await bed.http().get(`/api/v1/api-keys/1/usage${query}`).expect(400);
  });

  it('stores by itself after a second', async () => {
    log.record(USE);
    expect(await stored()).toBe(0);
    await eventually(async () => (await stored()) === 1);
  });

  it('stores at once when there is much', async () => {
    // Its timer never comes to its end.
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
    try {
      for (let at = 0; at < 1_200; at += 1) log.record(USE);
      while ((await stored()) < 1_000) await new Promise((resolve) => setImmediate(resolve));
    } finally {
      jest.useRealTimers();
    }
    await log.flush();
    expect(await stored()).toBe(1_200);
  });

  it('loses nothing when the process stops', async () => {
    log.record(USE);
    await bed.stop();
    bed = await startKeys(dataDir);
    expect(await stored()).toBe(1);
  });

  it('keeps what cannot be stored and tries again, with a bound', async () => {
    const repository = new FailingRepository();
    const failing = new AccessLog(repository, bed.database, bed.clock);
    failing.record({ ...USE, requestId: 'first' });
    await failing.flush();
    for (let at = 0; at < 30_000; at += 1) failing.record({ ...USE, requestId: `r-${at}` });
    await failing.flush();
    expect(repository.stored).toEqual([]);
    repository.works = true;
    await failing.flush();
    expect(repository.stored.length).toBeLessThanOrEqual(20_000);
    expect(repository.stored.length).toBeGreaterThan(19_000);
    expect(repository.stored.at(-1)).toMatchObject({ requestId: 'r-29999' });
    await failing.onApplicationShutdown();
  });

  it('forgets after ACCESS_LOG_DAYS', async () => {
    for (let at = 0; at < 4_500; at += 1) log.record(USE);
    await log.flush();
    bed.clock.advance(20 * 86_400_000);
    log.record(USE);
    await log.flush();
    bed.clock.advance(10 * 86_400_000 - 1);
    await bed.app.get(AccessLogPruner).prune();
    expect(await stored()).toBe(4_501);
    bed.clock.advance(2);
    await bed.app.get(AccessLogPruner).prune();
    expect(await stored()).toBe(1);
    expect((await usage('?days=31')).totals.requests).toBe(4_501);
  });
});

/** A disk that is full for a while. */
class FailingRepository extends AccessLogRepository {
  works = false;
  readonly stored: AccessEntry[] = [];

  constructor() {
    super(undefined as never);
  }

  override async insert(entries: AccessEntry[]): Promise<void> {
    if (!this.works) throw new Error('database or disk is full');
    this.stored.push(...entries);
  }
}
