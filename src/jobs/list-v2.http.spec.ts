import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobsBed, SMALL } from '../../test/support/jobs-bed.js';
import type { JobPageDto } from './job-status.dto.js';
import type { QueueGroupsDto } from './queue-groups.dto.js';

describe('lists of the second version of the API', () => {
  let bed: JobsBed;
  beforeAll(async () => {
    bed = await JobsBed.start();
  });
  afterAll(() => bed.stop());

  it('pages by cursor, unmoved by new jobs, and refuses a cursor of another list', async () => {
    await bed.paused(async () => {
      const ids: string[] = [];
      for (let n = 0; n < 5; n += 1) ids.push(await bed.submit({ source_info: 'pages' }));
      const first = await bed.get<JobPageDto>('/api/v2/queue/jobs?source=pages&limit=2');
      expect(first.total).toBeUndefined();
      await bed.submit({ source_info: 'pages' });
      const next = `&cursor=${first.next_cursor}`;
      const second = await bed.get<JobPageDto>(`/api/v2/queue/jobs?source=pages&limit=2${next}`);
      const third = await bed.get<JobPageDto>(
        `/api/v2/queue/jobs?source=pages&limit=2&cursor=${second.next_cursor}`,
      );
      const seen = [first, second, third].flatMap((page) => page.jobs.map((job) => job.job_id));
      expect(seen).toEqual([...ids].reverse());
      expect(third.next_cursor).toBeNull();
      expect(
        await bed.server.api.call('GET', `/api/v2/queue/jobs?source=others&limit=2${next}`),
      ).toMatchObject({
        status: 400,
        body: { error: 'cursor_mismatch' },
      });
      for (const id of ids) await bed.server.api.act(id, 'cancel');
    });
  });

  it('pages through the queue in its order, with positions', async () => {
    await bed.paused(async () => {
      const low = await bed.submit({ priority: 1, source_info: 'q' });
      const high = await bed.submit({ priority: 9, source_info: 'q' });
      const normal = await bed.submit({ source_info: 'q' });
      const first = await bed.get<JobPageDto>('/api/v2/queue/jobs?order=queue&limit=1&source=q');
      const rest = await bed.get<JobPageDto>(
        `/api/v2/queue/jobs?order=queue&limit=1&source=q&cursor=${first.next_cursor}`,
      );
      expect([first, rest].flatMap((page) => page.jobs.map((job) => job.job_id))).toEqual([high, normal]);
      const all = await bed.get<JobPageDto>('/api/v2/queue/jobs?order=queue&source=q');
      const positions = all.jobs.map((job) => job.queue_position);
      for (const job of all.jobs)
        expect((await bed.server.api.job(job.job_id)).queue_position).toBe(job.queue_position);
      expect(positions).toEqual([...positions].sort((a, b) => a! - b!));
      for (const id of [low, high, normal]) await bed.server.api.act(id, 'cancel');
    });
  });

  it('lists what has ended by when it ended, page by page', async () => {
    const ids: string[] = [];
    await bed.paused(async () => {
      for (let n = 0; n < 3; n += 1) ids.push(await bed.submit({ source_info: 'ends' }));
      for (const id of [ids[2]!, ids[0]!, ids[1]!]) await bed.server.api.act(id, 'cancel');
      await bed.submit({ source_info: 'ends' });
      const query = '/api/v2/queue/jobs?order=ended&source=ends&limit=2&count=true';
      const first = await bed.get<JobPageDto>(query);
      const second = await bed.get<JobPageDto>(`${query}&cursor=${first.next_cursor}`);
      const seen = [first, second].flatMap((page) => page.jobs.map((job) => job.job_id));
      expect(seen).toEqual([ids[1], ids[0], ids[2]]);
      expect([first.total, second.next_cursor]).toEqual([3, null]);
      expect((await bed.server.api.call('GET', `${query}&status=pending`)).status).toBe(400);
    });
  });

  it('gives the shape of the waiting queue with each bulk as one', async () => {
    await bed.paused(async () => {
      const bulk = async (count: number, priority: number) =>
        (
          await bed.send<{ bulk_job_id: string; jobs: { job_id: string }[] }>('/api/v2/generate/bulk', {
            generation_params: SMALL,
            bulk_quantity: count,
            priority,
            source_info: 'shape of the queue',
          })
        ).body;
      const submit = (priority: number) => bed.submit({ priority, source_info: 'shape of the queue' });
      const first = await submit(9);
      const early = await bulk(3, 8);
      for (const priority of [7, 7]) await submit(priority);
      const late = await bulk(2, 6);
      const groups = (query = '') =>
        bed.get<QueueGroupsDto>(`/api/v2/queue/groups?source=shape of the queue${query}`);
      expect(await groups()).toEqual({
        waiting_jobs: 8,
        single_jobs: 3,
        bulks: [
          {
            bulk_job_id: early.bulk_job_id,
            waiting_jobs: 3,
            first_job_id: early.jobs[0]!.job_id,
            single_jobs_before: 1,
          },
          {
            bulk_job_id: late.bulk_job_id,
            waiting_jobs: 2,
            first_job_id: late.jobs[0]!.job_id,
            single_jobs_before: 3,
          },
        ],
      });
      const alone = await bed.get<JobPageDto>(
        '/api/v2/queue/jobs?order=queue&bulk=none&count=true&source=shape of the queue&limit=1',
      );
      expect(alone).toMatchObject({
        total: 3,
        jobs: [{ job_id: first, queue_position: expect.any(Number) }],
      });
      expect(await groups('&bulk=none')).toEqual({ waiting_jobs: 3, single_jobs: 3, bulks: [] });
      expect((await bed.server.api.call('GET', '/api/v2/queue/groups?limit=2')).status).toBe(400);
    });
  });

  it('answers in the shape of the original, with the total of all pages', async () => {
    await bed.submit({ source_info: 'shape' });
    await bed.submit({ source_info: 'shape' });
    const page = await bed.get<JobPageDto>('/api/v2/jobs?source=shape&limit=1&app_type=forge&order=asc');
    expect(page).toMatchObject({
      success: true,
      total: 2,
      filters: { status: null, app_type: 'forge', limit: 1, offset: 0, order: 'asc' },
      jobs: [{ source_info: 'shape' }],
    });
    expect((await bed.get<JobPageDto>('/api/v2/queue/jobs?source=shape&count=true')).total).toBe(2);
  });

  it('filters by time and key, and refuses what is no filter value', async () => {
    const id = await bed.submit({ source_info: 'when' });
    const { creation_timestamp: at } = await bed.server.api.job(id);
    const count = async (query: string) =>
      (await bed.get<JobPageDto>(`/api/v2/jobs?source=when&${query}`)).total;
    expect(await count(`created_after=${at}`)).toBe(1);
    expect(await count(`created_before=${at}`)).toBe(0);
    expect(await count('created_after=2999-01-01T00:00:00Z')).toBe(0);
    expect(await count('key=none')).toBe(1);
    expect(await count('key=7')).toBe(0);
    for (const query of [
      'limit=201',
      'key=x',
      'created_after=now',
      'created_before=2026-W10-1',
      'status=done',
      'fields=colour',
      'count=many',
    ])
      expect((await bed.server.api.call('GET', `/api/v2/queue/jobs?${query}`)).status).toBe(400);
  });

  it('names a misspelt filter instead of listing everything', async () => {
    for (const path of ['/api/v2/queue/jobs', '/api/v2/jobs'])
      expect(await bed.server.api.call('GET', `${path}?limit=2&statsu=failed`)).toMatchObject({
        status: 400,
        body: { details: { fields: [{ path: 'statsu', message: expect.stringContaining('status') }] } },
      });
    expect((await bed.server.api.call('GET', '/api/v1/queue/jobs?statsu=failed')).status).toBe(200);
  });

  it('gives only the fields that were asked for, and the ids', async () => {
    await bed.submit({ source_info: 'fields' });
    const { jobs } = await bed.get<JobPageDto>('/api/v2/queue/jobs?source=fields&fields=status,progress');
    expect(Object.keys(jobs[0]!).sort()).toEqual(
      ['job_id', 'mobilesd_job_id', 'progress', 'stablequeue_job_id', 'status'].sort(),
    );
  });
});
