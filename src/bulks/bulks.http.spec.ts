// Bulks through HTTP, against a whole server: what clients send and get.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BulksRepository } from './bulks.repository.js';
import { BULK, BulksApp, PICTURE } from './fixtures/bulks-app.js';

describe('a bulk', () => {
  let app: BulksApp;

  beforeEach(async () => {
    app = await BulksApp.open();
    await app.api.pause();
  });
  afterEach(() => app.close());

  const paramsOf = async (id: string) => {
    const { jobs } = await app.bulk(id, '?limit=1000');
    return Promise.all(jobs.map(async (job) => (await app.api.details(job.job_id)).generation_params));
  };

  it('resolves dynamic prompts for each job by its own seed', async () => {
    const generation_params = { ...PICTURE, prompt: '{a|b|c|d} {e|f|g|h}' };
    const { bulk_job_id: id } = await app.submit({ generation_params, bulk_quantity: 30 });
    const prompts = (await paramsOf(id)).map((params) => String(params['prompt']));
    for (const prompt of prompts) expect(prompt).toMatch(/^[a-d] [e-h]$/);
    expect(new Set(prompts).size).toBeGreaterThan(5);
  });

  it('is background work, unless it says otherwise', async () => {
    const backgroundOf = async (more: object): Promise<boolean[]> => {
      const { bulk_job_id: id } = await app.submit({ generation_params: PICTURE, bulk_quantity: 2, ...more });
      const { jobs } = await app.bulk(id);
      const details = await Promise.all(jobs.map(({ job_id: jobId }) => app.api.details(jobId)));
      return details.map(({ background }) => background);
    };
    expect(await backgroundOf({})).toEqual([true, true]);
    expect(await backgroundOf({ background: false })).toEqual([false, false]);
  });

  it('is stored once for one Idempotency-Key', async () => {
    const send = async (quantity: number) => {
      const answer = await fetch(app.running.url + BULK, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'one' },
        body: JSON.stringify({ generation_params: PICTURE, bulk_quantity: quantity }),
      });
      return {
        status: answer.status,
        replayed: answer.headers.get('idempotency-replayed'),
        body: (await answer.json()) as Record<string, unknown>,
      };
    };
    const first = await send(3);
    const second = await send(3);
    expect(second).toEqual({ ...first, replayed: 'true' });
    expect((await app.api.queue()).jobs.pending).toBe(3);
    expect((await send(4)).status).toBe(422);
  });

  it('keeps what was asked for, without the secret of its webhook', async () => {
    const webhook = { url: 'https://hooks.example.org/x', secret: 'do not tell', events: ['bulk_finished'] };
    const { bulk_job_id: id } = await app.submit({
      bulk_quantity: 2,
      name: 'two',
      metadata: { a: 1 },
      webhook,
    });
    const bulk = await app.bulk(id);
    expect(bulk).toMatchObject({
      name: 'two',
      request: { bulk_quantity: 2, metadata: { a: 1 }, generation_params: PICTURE },
    });
    expect(JSON.stringify(bulk)).not.toContain('do not tell');
    const [row] = await app.sql('SELECT webhook_json FROM bulks');
    expect(JSON.parse(String(row!['webhook_json']))).toMatchObject({
      url: 'https://hooks.example.org/…',
      events: ['bulk_finished'],
      baseUrl: app.running.url,
    });
  });

  it('is listed page by page, newest first', async () => {
    for (const name of ['a', 'b', 'c']) await app.submit({ bulk_quantity: 1, name });
    const first = await app.api.ok<{ bulks: { name: string }[]; next_cursor: string }>(
      'GET',
      `${BULK}?limit=2`,
    );
    expect(first.bulks.map((bulk) => bulk.name)).toEqual(['c', 'b']);
    const next = await app.api.ok<typeof first>('GET', `${BULK}?limit=2&cursor=${first.next_cursor}`);
    expect(next).toMatchObject({
      bulks: [{ name: 'a', pending_jobs: 1, progress_percentage: 0 }],
      next_cursor: null,
    });
    expect((await app.api.call('GET', `${BULK}?cursor=nonsense`)).status).toBe(400);
  });

  it('is followed at the address of its Location, behind the prefix of a proxy too', async () => {
    const answer = await fetch(app.running.url + BULK, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ generation_params: PICTURE, bulk_quantity: 1 }),
    });
    const { bulk_job_id: id } = (await answer.json()) as { bulk_job_id: string };
    expect(answer.headers.get('location')).toBe(`${app.running.url}${BULK}/${id}`);
  });

  it.each([
    [{ base_seed: 2 ** 32 }, 'base_seed'],
    [{ matrix: { seeds: [1, 2 ** 32] } }, 'matrix.seeds.1'],
  ])('of a seed that would begin at 0 again is refused: %j', async (options, path) => {
    const { status, body } = await app.refusal({ generation_params: PICTURE, ...options });
    expect({ status, fields: body.details.fields }).toMatchObject({ status: 400, fields: [{ path }] });
  });

  it('counts deleted jobs, and tells how its jobs go on page by page', async () => {
    const { bulk_job_id: id, jobs } = await app.submit({ bulk_quantity: 4 });
    await app.api.ok('DELETE', `/api/v2/queue/jobs/${jobs[1]!.job_id}`);
    const first = await app.bulk(id, '?limit=2');
    expect(first).toMatchObject({
      total_jobs: 4,
      pending_jobs: 3,
      deleted_jobs: 1,
      jobs_total: 3,
      next_offset: 2,
    });
    const last = await app.bulk(id, `?limit=2&offset=${first.next_offset}`);
    expect(last.jobs.map((job) => job.job_id)).toEqual([jobs[3]!.job_id]);
    expect(last.next_offset).toBeNull();
    expect((await app.bulk(id, '?limit=0')).next_offset).toBe(0);
  });

  it('of a thousand jobs is stored as one: all of it or nothing', async () => {
    await app.submit({ bulk_quantity: 2 });
    const prompt_list = Array.from({ length: 1_000 }, (_, n) => `picture number ${n}`);
    expect(await app.submit({ prompt_list })).toMatchObject({ total_jobs: 1_000 });
    expect(await app.submit({ prompt_list: ['x'], bulk_quantity: 1_000 })).toMatchObject({
      total_jobs: 1_000,
    });
    await app.sql(
      `CREATE TRIGGER no_more BEFORE INSERT ON jobs WHEN (SELECT count(*) FROM jobs) > 2500 BEGIN SELECT RAISE(ABORT, 'full'); END`,
    );
    expect((await app.refusal({ prompt_list })).status).toBe(500);
    expect((await app.api.queue()).jobs.pending).toBe(2_002);
    expect(await app.sql('SELECT count(*) AS bulks FROM bulks')).toEqual([{ bulks: 3 }]);
    expect(await app.sql(`SELECT count(*) AS told FROM events WHERE type = 'bulk.created'`)).toEqual([
      { told: 3 },
    ]);
  });

  it('tries another id when somebody has the one it drew', async () => {
    const taken = new Error('SqliteError: UNIQUE constraint failed: bulks.id');
    const repository = app.running.app.get(BulksRepository, { strict: false });
    const insert = repository.insert.bind(repository);
    const tried: string[] = [];
    repository.insert = (bulk) => (tried.push(bulk.id) < 3 ? Promise.reject(taken) : insert(bulk));
    const { bulk_job_id: id } = await app.submit({ bulk_quantity: 2 });
    expect(new Set(tried).size).toBe(3);
    expect(await app.bulk(id)).toMatchObject({ bulk_job_id: tried[2], pending_jobs: 2 });
    expect((await app.api.queue()).jobs.pending).toBe(2);
  });
});
