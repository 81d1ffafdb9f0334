import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newJob } from '../../test/support/jobs.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import type { KeyQuota } from '../api-keys/quota-book.js';
import { readSettings } from '../config/settings.js';
import { JobClaimsRepository } from './job-claims.repository.js';
import { JobsRepository } from './jobs.repository.js';
import { KeyStandings } from './key-standings.js';
import { QueueAdmission } from './queue-admission.js';

const SERVER = {
  serverId: 's1',
  serverAlias: 'one',
  appType: 'forge',
  maxConcurrentJobs: 100,
  owner: 'me',
  leaseMs: 30_000,
};

const quotaOf = (keyId: number, given: Partial<KeyQuota> = {}): KeyQuota => ({
  keyId,
  name: `key ${keyId}`,
  maxQueued: null,
  maxRunning: null,
  gpuSecondsPerDay: null,
  gpuSecondsToday: 0,
  onExceed: 'defer',
  maxBulk: null,
  ...given,
});

describe('quotas of keys', () => {
  let db: TempDatabase;
  let jobs: JobsRepository;
  let claims: JobClaimsRepository;
  let admission: QueueAdmission;
  let standings: KeyStandings;
  let quotas: KeyQuota[];
  beforeEach(async () => {
    db = await openTempDatabase();
    quotas = [];
    const book = { current: () => quotas, of: (id: number) => quotas.find((one) => one.keyId === id) };
    jobs = new JobsRepository(db.database, db.events, db.clock);
    claims = new JobClaimsRepository(db.database, db.events, db.clock, book);
    const settings = readSettings({ QUEUE_MAX_WAITING: '6' });
    admission = new QueueAdmission(settings, db.database, jobs, book, db.clock);
    standings = new KeyStandings(db.database, book);
  });
  afterEach(() => db.close());

  const submit = async (
    prompt: string,
    apiKeyId: number | null = null,
    more: Parameters<typeof newJob>[0] = {},
  ) => {
    const lane = apiKeyId === null ? '' : `key:${apiKeyId}`;
    return (await jobs.insert(newJob({ prompt, apiKeyId, lane, ...more }))).mobilesd_job_id;
  };
  const claim = async () => (await claims.claimNext(SERVER)) ?? null;
  const runAll = async (): Promise<(string | null)[]> => {
    const order: (string | null)[] = [];
    for (let row = await claim(); row; row = await claim()) order.push(row.prompt);
    return order;
  };
  const addKey = (id: number, servers: string[] | null) =>
    db.database.write((manager) =>
      manager.query(
        `INSERT INTO api_keys (id, name, key, secret_hash, secret_hint, scopes_json, servers_json, created_timestamp, updated_timestamp)
           VALUES (?, 'k', ?, '', '', '[]', ?, '', '')`,
        [id, `mk_${id}`, servers && JSON.stringify(servers)],
      ),
    );

  describe('at the claim', () => {
    it('let a key run as many jobs at a time as it may, and go on when one has ended', async () => {
      for (const name of ['a', 'b', 'c']) await submit(name, 7);
      await submit('other');
      quotas = [quotaOf(7, { maxRunning: 1 })];
      const first = await claim();
      expect(first?.prompt).toBe('a');
      expect(await runAll()).toEqual(['other']);
      const fence = { jobId: first!.mobilesd_job_id, attempt: first!.attempt, owner: 'me' };
      await claims.finish(fence, {
        status: 'completed',
        error: null,
        warnings: [],
        result: null,
        imageCount: 0,
      });
      expect(await runAll()).toEqual(['b']);
    });

    it('keep the jobs of a key that has used its GPU seconds until there are more', async () => {
      await submit('a', 7);
      await submit('b', 8);
      quotas = [quotaOf(7, { gpuSecondsPerDay: 60, gpuSecondsToday: 60 })];
      expect(await runAll()).toEqual(['b']);
      quotas = [quotaOf(7, { gpuSecondsPerDay: 60, gpuSecondsToday: 0 })];
      expect(await runAll()).toEqual(['a']);
    });

    it('let only the oldest jobs compete beyond max_queued, whatever their priority', async () => {
      await submit('old', 7);
      await submit('second', 7);
      await submit('urgent', 7, { priority: 10 });
      await submit('other', 8);
      quotas = [quotaOf(7, { maxQueued: 1 })];
      expect(await runAll()).toEqual(['old', 'other', 'second', 'urgent']);
    });

    it('never bother jobs without a key', async () => {
      await submit('console');
      await submit('key', 7);
      quotas = [quotaOf(7, { maxQueued: 0 }), quotaOf(8, { maxRunning: 0 })];
      expect(await runAll()).toEqual(['console']);
    });

    it('send the jobs of a key to the servers that it may use only', async () => {
      await addKey(7, ['two']);
      await addKey(8, null);
      await submit('a', 7);
      await submit('b', 8);
      expect(await runAll()).toEqual(['b']);
      const elsewhere = await claims.claimNext({ ...SERVER, serverId: 's2', serverAlias: 'two' });
      expect(elsewhere?.prompt).toBe('a');
    });
  });

  it('are explained by the same numbers', async () => {
    await addKey(7, ['two']);
    for (const name of ['a', 'b']) await submit(name, 7);
    const seq = await db.database.read(async (manager) => {
      const rows = await manager.query<{ seq: number }[]>(`SELECT min(seq) AS seq FROM jobs`);
      return rows[0]!.seq;
    });
    quotas = [quotaOf(7, { maxQueued: 1, maxRunning: 3 })];
    const { quotas: found, servers } = await standings.of([7, 7]);
    expect(found.get(7)).toEqual({ quota: quotas[0], running: 0, lastCompeting: seq });
    expect(servers.get(7)).toEqual(['two']);
    expect((await standings.of([])).quotas.size).toBe(0);
  });

  describe('at the submit', () => {
    const admit = (...keys: (number | null)[]) => {
      const batch = keys.map((apiKeyId) => newJob({ apiKeyId }));
      return admission.admit(batch, () => jobs.insertAll(batch));
    };
    const count = () => jobs.waiting();

    it('let jobs wait when they only defer', async () => {
      quotas = [quotaOf(7, { maxQueued: 1, gpuSecondsPerDay: 1, gpuSecondsToday: 5 })];
      await admit(7, 7, 7);
      expect(await count()).toBe(3);
    });

    it('refuse what is too much when they reject, and store nothing of it', async () => {
      quotas = [quotaOf(7, { maxQueued: 2, onExceed: 'reject' })];
      await admit(7);
      await expect(admit(7, 7)).rejects.toMatchObject({
        code: 'quota_exceeded',
        status: 429,
        retryAfterSeconds: 60,
      });
      await admit(7, 8);
      await expect(admit(8, 7)).rejects.toMatchObject({ code: 'quota_exceeded' });
      expect(await count()).toBe(3);
    });

    it('hold for submits that come at the same moment', async () => {
      quotas = [quotaOf(7, { maxQueued: 2, onExceed: 'reject' })];
      const outcomes = await Promise.allSettled([admit(7), admit(7), admit(7), admit(7)]);
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(2);
    });

    it('refuse until midnight UTC when the GPU seconds of the day are used', async () => {
      quotas = [quotaOf(7, { gpuSecondsPerDay: 60, gpuSecondsToday: 61, onExceed: 'reject' })];
      db.clock.advance(23 * 3_600_000);
      await expect(admit(7)).rejects.toMatchObject({ code: 'quota_exceeded', retryAfterSeconds: 3_600 });
    });

    it('come after the limit of the queue itself', async () => {
      await admit(null, null, null, null);
      await expect(admit(null, null, null)).rejects.toMatchObject({ code: 'queue_full', status: 503 });
      await admit(null, null);
    });
  });

  describe('moving among the own jobs', () => {
    const order = () =>
      db.database.read(async (manager) => {
        const rows = await manager.query<{ prompt: string }[]>(
          `SELECT prompt FROM jobs WHERE status = 'pending' ORDER BY priority DESC, round, position`,
        );
        return rows.map((row) => row.prompt).join(' ');
      });

    it('changes nobody else’s turn', async () => {
      const ids = new Map<string, string>();
      for (const name of ['a1', 'b1', 'a2', 'b2', 'a3', 'b3'])
        ids.set(name, await submit(name, name.startsWith('a') ? 7 : 8));
      expect(await order()).toBe('a1 b1 a2 b2 a3 b3');
      await jobs.moveAmongOwn(ids.get('a3')!, 'top', 7);
      expect(await order()).toBe('a3 b1 a1 b2 a2 b3');
      await jobs.moveAmongOwn(ids.get('a3')!, 'bottom', 7);
      expect(await order()).toBe('a1 b1 a2 b2 a3 b3');
      await jobs.moveAmongOwn(ids.get('a3')!, { before: ids.get('a2')! }, 7);
      expect(await order()).toBe('a1 b1 a3 b2 a2 b3');
      await jobs.moveAmongOwn(ids.get('a1')!, { before: ids.get('a2')! }, 7);
      expect(await order()).toBe('a3 b1 a1 b2 a2 b3');
    });

    it('takes the priority of the job that it is put before', async () => {
      const low = await submit('low', 7, { priority: 1 });
      await submit('b', 8);
      const high = await submit('high', 7);
      const moved = await jobs.moveAmongOwn(low, { before: high }, 7);
      expect(moved).toMatchObject({ priority: 5 });
      expect(await order()).toBe('b low high');
    });

    it('does nothing with a job that waits no more', async () => {
      const id = await submit('a', 7);
      await jobs.cancel(id);
      expect(await jobs.moveAmongOwn(id, 'top', 7)).toBeUndefined();
    });
  });
});
