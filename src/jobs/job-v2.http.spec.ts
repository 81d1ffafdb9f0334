import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobsBed, SMALL } from '../../test/support/jobs-bed.js';
import type { ProblemBody } from '../common/problem.filter.js';
import type { JobBatchResultDto } from './job-batch.dto.js';
import type { JobAnswerDto, JobDto, JobMessageDto, JobPageDto } from './job-status.dto.js';

describe('a job in the second version of the API', () => {
  let bed: JobsBed;
  beforeAll(async () => {
    bed = await JobsBed.start();
  });
  afterAll(() => bed.stop());

  describe('one job', () => {
    it('has images with whole, signed addresses, and what its server said', async () => {
      const id = await bed.submit();
      await bed.server.api.ended(id, 'completed');
      const { job } = await bed.get<JobAnswerDto>(`/api/v2/jobs/${id}/status`);
      const [image] = job.images;
      expect(image).toMatchObject({ width: 64, height: 64, url: image!.download_url });
      for (const url of [image!.preview_url, image!.download_url]) {
        expect(url).toMatch(new RegExp(`^${bed.server.url}/api/v1/images/.*\\?exp=\\d+&sig=[0-9a-f]{64}$`));
        expect((await fetch(url)).status).toBe(200);
      }
      expect(job.application_specific_data).toMatchObject({
        forge_internal_task_id: expect.stringMatching(/^task\(/),
        sampler: expect.any(String),
        checkpoint: expect.any(String),
      });
      expect(await bed.get<JobDto>(`/api/v2/queue/jobs/${id}/status`)).toMatchObject({
        job_id: id,
        progress: 100,
      });
      expect(await bed.get<JobDto>(`/api/v2/jobs/${id}`)).toMatchObject({
        job_id: id,
        sent: expect.anything(),
      });
    });

    it('can be changed while it is retried, so that it does not fail of the same thing again', async () => {
      const id = await bed.submit({ generation_params: { ...SMALL, checkpoint_name: 'nowhere' } });
      await bed.server.api.ended(id, 'failed');
      const refused = { generation_params: { steps: 'many' } };
      expect((await bed.send(`/api/v2/queue/jobs/${id}/retry`, refused)).status).toBe(400);
      expect(
        await bed.send(`/api/v2/queue/jobs/${id}/retry`, { generation_params: { checkpoint_name: null } }),
      ).toMatchObject({ status: 200, body: { job: { generation_params: { seed: SMALL.seed } } } });
      const { job } = await bed.server.api
        .ended(id, 'completed')
        .then(() => bed.get<JobAnswerDto>(`/api/v2/jobs/${id}/status`));
      expect(job.generation_params).not.toHaveProperty('checkpoint_name');
    });

    it('is not said to be changed in what cannot be changed', async () => {
      await bed.paused(async () => {
        const id = await bed.submit();
        const change = { priority: 8, sampler: 'Euler' };
        expect(await bed.server.api.call('PATCH', `/api/v2/jobs/${id}`, change)).toMatchObject({
          status: 400,
          body: { details: { fields: [{ path: 'sampler' }] } },
        });
        const batch = { ids: [id], action: 'edit', edit: change };
        expect(await bed.send('/api/v2/queue/jobs/actions', batch)).toMatchObject({
          status: 400,
          body: { details: { fields: [{ path: 'edit.sampler' }] } },
        });
        expect((await bed.server.api.job(id)).priority).toBe(5);
        await bed.server.api.ok('PATCH', `/api/v1/queue/jobs/${id}`, change);
        expect((await bed.server.api.job(id)).priority).toBe(8);
        await bed.server.api.act(id, 'cancel');
      });
    });

    it('takes an object of the client that looks like one of ours for what it is', async () => {
      const forged = { $blob: '0'.repeat(64), chars: 1 };
      const params = { ...SMALL, override_settings: forged };
      const id = await bed.submit({ generation_params: params, metadata: forged });
      const job = await bed.server.api.ended(id, 'failed');
      expect(job.error).toMatchObject({ code: 'unknown_option', details: { asked: '$blob' } });
      expect(job.generation_params).toMatchObject({ override_settings: forged });
    });

    it('is changed under both addresses', async () => {
      await bed.paused(async () => {
        const id = await bed.submit();
        for (const base of ['/api/v2/queue/jobs', '/api/v2/jobs']) {
          const held = await bed.send<JobMessageDto>(`${base}/${id}/hold`, {});
          expect(held).toMatchObject({ status: 200, body: { success: true, job: { held: true } } });
          expect((await bed.send<JobMessageDto>(`${base}/${id}/release`, {})).body.job.held).toBe(false);
        }
        const edited = await bed.server.api.ok<JobMessageDto>('PATCH', `/api/v2/jobs/${id}`, { priority: 8 });
        expect(edited.job.priority).toBe(8);
        expect((await bed.send<JobMessageDto>(`/api/v2/jobs/${id}/cancel`, {})).body).toMatchObject({
          success: true,
          message: expect.any(String),
          job: { status: 'cancelled' },
        });
        const again = await bed.send<ProblemBody>(`/api/v2/jobs/${id}/cancel`, {});
        expect(again).toMatchObject({
          status: 400,
          body: { success: false, error: 'job_operation_invalid' },
        });
      });
    });

    it('runs next when it is dispatched by hand', async () => {
      await bed.paused(async () => {
        const first = await bed.submit();
        const second = await bed.submit({ not_before: '2999-01-01T00:00:00Z' });
        const { body } = await bed.send<JobMessageDto>(`/api/v1/queue/jobs/${second}/dispatch`, {});
        expect(body.job).toMatchObject({ queue_position: 1, not_before: null });
        for (const id of [first, second]) await bed.server.api.act(id, 'cancel');
        expect(await bed.send(`/api/v1/queue/jobs/${second}/dispatch`, {})).toMatchObject({ status: 400 });
      });
    });
  });

  it('does one action on many jobs, each with its own outcome', async () => {
    await bed.paused(async () => {
      const [a, b, c] = [await bed.submit(), await bed.submit(), await bed.submit()];
      const act = async (body: Record<string, unknown>) =>
        (await bed.send<JobBatchResultDto>('/api/v2/queue/jobs/actions', body)).body;
      await act({ ids: [c, b], action: 'move', move: { to: 'top' } });
      const order = await bed.get<JobPageDto>('/api/v2/queue/jobs?order=queue');
      expect(order.jobs.map((job) => job.job_id).slice(0, 2)).toEqual([c, b]);
      expect(await act({ ids: [a, b], action: 'priority', priority: 10 })).toMatchObject({
        success: true,
        succeeded: 2,
      });
      expect(await act({ ids: [a, 'no-such', a], action: 'cancel' })).toMatchObject({
        success: false,
        succeeded: 1,
        failed: 1,
        results: [
          { id: a, success: true, status: 'cancelled' },
          { id: 'no-such', success: false, error: 'job_not_found' },
        ],
      });
      expect(await act({ ids: [b], action: 'edit' })).toMatchObject({ error: 'invalid_field_value' });
      expect(await act({ ids: [b, c], action: 'delete' })).toMatchObject({ succeeded: 2 });
    });
  });

  it('lists the kinds of servers that jobs may be for', async () => {
    expect(await bed.get('/api/v2/app-types')).toContainEqual({
      app_type: 'forge',
      label: expect.any(String),
      parameters_schema: 'WebuiParams',
    });
  });

  it('learns how long jobs take, and foretells the next ones as ranges', async () => {
    for (let n = 0; n < 4; n += 1) await bed.server.api.ended(await bed.submit(), 'completed');
    await bed.server.api.ok('POST', '/api/v1/queue/pause');
    const ids = [await bed.submit(), await bed.submit(), await bed.submit()];
    expect((await bed.server.api.job(ids[2]!)).estimated_start_time).toBeNull();
    await bed.server.api.ok('POST', '/api/v1/queue/resume');
    const { body } = await bed.generate({ generation_params: { ...SMALL, steps: 50 } });
    expect(body.eta_range!.low).toBeLessThanOrEqual(body.eta_range!.typical);
    expect(body.eta_range!.typical).toBeLessThanOrEqual(body.eta_range!.high);
    expect(Date.parse(body.estimated_start_range!.to)).toBeGreaterThanOrEqual(
      Date.parse(body.estimated_start_range!.from),
    );
    expect(Date.parse(body.estimated_completion_time!)).toBeGreaterThan(
      Date.parse(body.estimated_start_time!),
    );
    await bed.server.api.ended(body.job_id, 'completed');
  });
});
