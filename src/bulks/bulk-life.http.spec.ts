// What becomes of a bulk: running, paused, cancelled, retried, forgotten, finished.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { EventReader } from '../../test/support/event-reader.js';
import { eventually } from '../../test/support/eventually.js';
import { makeTempFolder, removeFolder } from '../../test/support/temp-folder.js';
import { DEFAULT_DOOR, Principal, type Scope } from '../access/contract/index.js';
import type { BulkCancelledDto, BulkChangedDto } from './bulk-answers.dto.js';
import { BulkActions } from './bulk-actions.js';
import { BULK, BulksApp, PICTURE } from './fixtures/bulks-app.js';

const LONG = { ...PICTURE, steps: 1_000 };

describe('the life of a bulk', () => {
  let app: BulksApp;
  let events: EventReader;
  const post = <T = BulkChangedDto>(id: string, action: string) =>
    app.api.ok<T>('POST', `${BULK}/${id}/${action}`);
  const told = (type: string) => events.of(type).map((event) => event.data);

  beforeEach(async () => {
    app = await BulksApp.open({ JOB_MAX_RETRIES: '0' });
    events = await EventReader.open(app.running.url);
  });
  afterEach(async () => {
    await events.close();
    await app.close();
  });

  it('is told of until its last job is done, and then once', async () => {
    await app.serve();
    const { bulk_job_id: id, jobs } = await app.submit({ bulk_quantity: 4, name: 'four' });
    const bulk = await app.bulkThat(id, (one) => one.completion_timestamp !== null);
    expect(bulk).toMatchObject({
      total_jobs: 4,
      completed_jobs: 4,
      pending_jobs: 0,
      progress_percentage: 100,
      finished: true,
      eta: null,
    });
    expect(bulk.jobs.map((job) => job.job_id)).toEqual(jobs.map((job) => job.job_id));
    await eventually(() => told('bulk.finished').length > 0);
    expect(told('bulk.created')).toMatchObject([{ bulk_job_id: id, name: 'four', total_jobs: 4 }]);
    expect(told('bulk.finished')).toMatchObject([
      { bulk_job_id: id, completed_jobs: 4, failed_jobs: 0, cancelled_jobs: 0 },
    ]);
    const { preview_url: preview } = bulk.jobs[0]!;
    expect(preview).toMatch(new RegExp(`^${app.running.url}/api/v1/images/preview/[^?]+\\?exp=\\d+&sig=`));
    const picture = await fetch(preview!);
    expect(picture.headers.get('content-type')).toBe('image/webp');
  });

  it('foresees its end from the times of its jobs, unless the queue is paused', async () => {
    await app.serve();
    const { bulk_job_id: known } = await app.submit({ bulk_quantity: 4 });
    await app.bulkThat(known, (one) => one.completion_timestamp !== null);
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    const { bulk_job_id: id, eta } = await app.submit({ bulk_quantity: 2, not_before: inAnHour });
    expect(eta?.low).toBeGreaterThan(3_500);
    expect((await app.bulk(id)).eta?.low).toBeGreaterThan(3_500);
    const { bulk_job_id: slow } = await app.submit({ bulk_quantity: 10, job_delay: 30 });
    expect((await app.bulk(slow)).eta?.low).toBeGreaterThan(200);
    await app.api.pause();
    expect((await app.bulk(id)).eta).toBeNull();
    expect((await app.submit({ bulk_quantity: 2 })).eta).toBeNull();
  });

  it('counts only those before it, also among all that were moved to the top', async () => {
    await app.serve();
    const { bulk_job_id: known } = await app.submit({ bulk_quantity: 4 });
    await app.bulkThat(known, (one) => one.completion_timestamp !== null);
    const busy = await app.api.submit({ params: LONG });
    await app.api.jobThat(busy, (one) => one.status === 'processing');
    const more = { ...PICTURE, steps: 40 };
    const many = await app.submit({ bulk_quantity: 100, generation_params: more });
    const few = await app.submit({ bulk_quantity: 2 });
    for (const { jobs } of [many, few]) {
      const ids = jobs.map((job) => job.job_id);
      await app.api.ok('POST', '/api/v2/queue/jobs/actions', { ids, action: 'move', move: { to: 'top' } });
    }
    const of = async (id: string): Promise<number> => (await app.bulk(id)).eta!.typical;
    expect(await of(few.bulk_job_id)).toBeLessThan((await of(many.bulk_job_id)) / 2);
  });

  it('counts what running jobs have done so far', async () => {
    await app.serve();
    const { bulk_job_id: id } = await app.submit({ generation_params: LONG, bulk_quantity: 2 });
    const bulk = await app.bulkThat(id, (one) => one.progress_percentage > 1);
    expect(bulk).toMatchObject({ processing_jobs: 1, pending_jobs: 1, finished: false });
    expect(bulk.progress_percentage).toBeLessThan(51);
    await post(id, 'cancel');
  });

  it('can be cancelled, what waits and what runs', async () => {
    await app.serve();
    const { bulk_job_id: id } = await app.submit({ generation_params: LONG, bulk_quantity: 5 });
    await eventually(() => app.simulator.generations.length === 1);
    expect(await post<BulkCancelledDto>(id, 'cancel')).toEqual({
      success: true,
      bulk_job_id: id,
      cancelled_jobs: 5,
      message: 'Remaining jobs in bulk submission have been cancelled',
    });
    await eventually(() => told('bulk.finished').length === 1);
    expect(await app.bulk(id)).toMatchObject({ cancelled_jobs: 5, finished: true });
    await eventually(() => app.simulator.generations.every(({ outcome }) => outcome !== 'running'));
    expect(app.simulator.generations).toHaveLength(1);
    expect(await post<BulkCancelledDto>(id, 'cancel')).toMatchObject({ success: true, cancelled_jobs: 0 });
  });

  it('can be paused and resumed; what somebody holds by itself stays held', async () => {
    const { bulk_job_id: id, jobs } = await app.submit({ bulk_quantity: 3 });
    await app.api.act(jobs[2]!.job_id, 'hold');
    expect(await post(id, 'pause')).toMatchObject({ success: true, jobs: 2 });
    expect(await post(id, 'pause')).toMatchObject({ jobs: 0 });
    await app.serve();
    expect(await app.bulk(id)).toMatchObject({ paused: true, pending_jobs: 3 });
    expect((await app.api.job(jobs[0]!.job_id)).waiting_reason).toMatchObject({ code: 'bulk_paused' });
    expect((await app.api.job(jobs[2]!.job_id)).waiting_reason).toMatchObject({ code: 'held' });
    expect(await post(id, 'resume')).toMatchObject({ jobs: 2 });
    await app.bulkThat(id, (one) => one.completed_jobs === 2);
    expect(await app.bulk(id)).toMatchObject({ paused: false, pending_jobs: 1, finished: false });
    expect(told('bulk.updated').map((data) => data['change'])).toEqual(['paused', 'resumed']);
  });

  it('puts failed jobs back, and is finished once more afterwards', async () => {
    await app.serve();
    app.simulator.knobs.failAtStep = { value: 1, times: 2 };
    const { bulk_job_id: id } = await app.submit({ bulk_quantity: 4, max_retries: 0 });
    await app.bulkThat(id, (one) => one.completion_timestamp !== null);
    expect(await app.bulk(id)).toMatchObject({ failed_jobs: 2, completed_jobs: 2 });
    expect((await app.bulk(id)).jobs.filter((job) => job.error)).toHaveLength(2);
    expect(await post(id, 'retry-failed')).toMatchObject({ jobs: 2 });
    await app.bulkThat(id, (one) => one.completed_jobs === 4 && one.completion_timestamp !== null);
    await eventually(() => told('bulk.finished').length === 2);
    expect(told('bulk.finished')).toMatchObject([{ failed_jobs: 2 }, { failed_jobs: 0, completed_jobs: 4 }]);
  });

  it('puts back no more jobs than its key may have waiting', async () => {
    await app.api.pause();
    const limits = { max_queued: 2, on_exceed: 'reject' };
    const { api_key: key } = await app.api.ok<{ api_key: { id: number; key: string; secret: string } }>(
      'POST',
      '/api/v1/api-keys',
      { name: 'k', limits },
    );
    const { bulk_job_id: id } = await app.submit({ bulk_quantity: 4 });
    await app.sql(`UPDATE bulks SET api_key_id = ${key.id}`);
    await app.sql(`UPDATE jobs SET api_key_id = ${key.id}, status = 'failed'`);
    const send = async () => {
      const headers = { 'x-api-key': key.key, 'x-api-secret': key.secret };
      const answer = await fetch(`${app.running.url}${BULK}/${id}/retry-failed`, { method: 'POST', headers });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    expect(await send()).toMatchObject({
      status: 200,
      body: { jobs: 2, message: expect.stringContaining('no room for the others') },
    });
    expect(await send()).toMatchObject({ status: 429, body: { error: 'quota_exceeded' } });
    expect(await app.bulk(id)).toMatchObject({ pending_jobs: 2, failed_jobs: 2 });
  });

  it('holds jobs that come back while it is paused', async () => {
    const { bulk_job_id: id, jobs } = await app.submit({ bulk_quantity: 2 });
    await app.api.act(jobs[0]!.job_id, 'cancel');
    await post(id, 'pause');
    expect(await post(id, 'retry-failed?cancelled=true')).toMatchObject({ jobs: 1 });
    await app.serve();
    expect(await app.api.job(jobs[0]!.job_id)).toMatchObject({
      status: 'pending',
      held: true,
      waiting_reason: { code: 'bulk_paused' },
    });
    expect(await app.bulk(id)).toMatchObject({ pending_jobs: 2, completed_jobs: 0 });
  });

  it('can be forgotten with its jobs, while the images stay', async () => {
    await app.serve();
    const { bulk_job_id: id, jobs } = await app.submit({ bulk_quantity: 2 });
    await app.bulkThat(id, (one) => one.finished);
    const other = await app.submit({ generation_params: LONG, bulk_quantity: 3 });
    await app.bulkThat(other.bulk_job_id, (one) => one.processing_jobs === 1);
    for (const one of [id, other.bulk_job_id]) {
      expect(await app.api.ok('DELETE', `${BULK}/${one}`)).toMatchObject({ success: true });
      expect(await app.api.call('GET', `${BULK}/${one}`)).toMatchObject({
        status: 404,
        body: { error: 'bulk_not_found' },
      });
    }
    expect((await app.api.call('GET', `/api/v1/queue/jobs/${jobs[0]!.job_id}`)).status).toBe(404);
    expect(await app.api.ok('GET', '/api/v1/gallery/images')).toMatchObject({ total: 2 });
    expect((await app.api.queue()).jobs).toMatchObject({ pending: 0, processing: 0 });
    await eventually(() => app.simulator.generations.every(({ outcome }) => outcome !== 'running'));
  });

  it('shows its images on one sheet', async () => {
    await app.serve();
    const { bulk_job_id: id } = await app.submit({
      generation_params: { ...PICTURE, width: 320, height: 256 },
      matrix: { vary: [{ path: 'height', values: [256, 128, 448] }] },
      bulk_quantity: 4,
    });
    expect(await app.api.call('GET', `${BULK}/${id}/contact-sheet`)).toMatchObject({
      status: 409,
      body: { error: 'bulk_has_no_images' },
    });
    await app.bulkThat(id, (one) => one.finished);
    const sheet = async (query = '') => {
      const answer = await fetch(`${app.running.url}${BULK}/${id}/contact-sheet${query}`);
      return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
    };
    const { answer, bytes } = await sheet();
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': `inline; filename="${id}.jpg"`,
    });
    expect(await sharp(bytes).metadata()).toMatchObject({
      format: 'jpeg',
      width: 4 * 264 + 8,
      height: 8 + 3 * 28 + 205 + 102 + 256,
    });
    const small = await sheet('?columns=6&size=64&format=webp&captions=false&limit=7');
    expect(await sharp(small.bytes).metadata()).toMatchObject({
      format: 'webp',
      width: 6 * 72 + 8,
      height: 8 + 51 + 8 + 32 + 8,
    });
    expect((await sheet('?size=1000')).answer.status).toBe(400);
  });

  it('belongs to the key that made it', async () => {
    const { bulk_job_id: id } = await app.submit({ bulk_quantity: 2 });
    await app.sql(`UPDATE bulks SET api_key_id = 7`);
    await app.sql(`UPDATE jobs SET api_key_id = 7`);
    const actions = app.running.app.get(BulkActions, { strict: false });
    const key = (keyId: number, ...scopes: Scope[]) =>
      new Principal({
        kind: 'key',
        keyId,
        name: 'k',
        via: 'header',
        scopes,
        servers: null,
        appTypes: null,
        door: DEFAULT_DOOR,
      });
    const stranger = key(8, 'submit', 'read_own', 'cancel_own');
    for (const attempt of [
      actions.find(id, stranger),
      actions.cancel(id, stranger),
      actions.delete(id, stranger),
    ])
      await expect(attempt).rejects.toMatchObject({ code: 'bulk_not_found', status: 404 });
    await expect(actions.find(id, key(8, 'read_all'))).resolves.toMatchObject({ id });
    await expect(actions.cancel(id, key(8, 'read_all'))).rejects.toMatchObject({
      code: 'scope_missing',
      status: 403,
    });
    await expect(actions.cancel(id, key(7, 'read_own'))).rejects.toMatchObject({ status: 403 });
    await expect(actions.pause(id, key(7, 'cancel_own'))).resolves.toBe(2);
    await expect(actions.cancel(id, key(8, 'manage_queue'))).resolves.toBe(2);
    await expect(actions.retry(id, key(7, 'cancel_own'), ['cancelled'])).resolves.toMatchObject({ jobs: 2 });
  });
});

describe('after a restart', () => {
  it('a bulk that ended untold is told, and a pause that was cut short goes on', async () => {
    const folder = makeTempFolder('bulks');
    let app = await BulksApp.open({}, folder);
    const ended = await app.submit({ bulk_quantity: 1 });
    const paused = await app.submit({ bulk_quantity: 2 });
    await app.sql(`UPDATE jobs SET status = 'cancelled' WHERE bulk_job_id = '${ended.bulk_job_id}'`);
    await app.sql(`UPDATE bulks SET paused = 1 WHERE id = '${paused.bulk_job_id}'`);
    await app.close();
    app = await BulksApp.open({}, folder);
    expect((await app.bulk(ended.bulk_job_id)).completion_timestamp).not.toBeNull();
    expect((await app.bulk(paused.bulk_job_id)).jobs).toMatchObject([{ held: true }, { held: true }]);
    expect(await app.sql(`SELECT bulk_job_id AS id FROM events WHERE type = 'bulk.finished'`)).toEqual([
      { id: ended.bulk_job_id },
    ]);
    await app.close();
    await removeFolder(folder);
  });
});
