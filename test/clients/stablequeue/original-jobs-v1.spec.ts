// The original's v1 job routes, as its pages call them from the browser: every member that they read.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientBench, type ClientKey } from './client-bench.js';
import { ISO, JOB, PARAMS, paused, type ReadJob } from './original-shapes.js';
import { jsonOf } from './recorded-call.js';

describe("the original's v1 routes, from its pages", () => {
  let bench: ClientBench;
  let reader: ClientKey;
  beforeAll(async () => {
    bench = await ClientBench.open();
    reader = await bench.newKey('reader of all', { scopes: ['read_all'] });
  });
  afterAll(() => bench.close());

  const submit = async (): Promise<string> => {
    const body = { target_server_alias: bench.alias, generation_params: PARAMS };
    const answer = await bench.asConsole('POST', '/api/v1/generate', body);
    expect(answer.status).toBe(202);
    return jsonOf<{ mobilesd_job_id: string }>(answer).mobilesd_job_id;
  };
  const job = (id: string) => `/api/v1/queue/jobs/${id}`;

  it('lists jobs, newest first, or oldest first on request', async () => {
    await paused(bench, async () => {
      const ids = [await submit(), await submit(), await submit()];
      const list = async (query: string) =>
        jsonOf<{ total: number; jobs: ReadJob[] }>(
          await bench.asConsole('GET', `/api/v1/queue/jobs?status=pending${query}`),
        );
      const all = await list('');
      expect(all.total).toBe(3);
      expect(all.jobs).toEqual([1, 2, 3].map(() => expect.objectContaining(JOB)));
      expect(all.jobs.map((one) => one.mobilesd_job_id)).toEqual([...ids].reverse());
      const oldest = await list('&order=asc&limit=1&offset=1');
      expect(oldest.jobs.map((one) => one.mobilesd_job_id)).toEqual([ids[1]]);
      for (const id of ids) await bench.asConsole('DELETE', job(id));
    });
  });

  it('gives a job flat, with what its dialog shows and what came of it', async () => {
    const id = await submit();
    await settled([id]);
    const answer = await bench.asConsole('GET', `${job(id)}/status`);
    expect(answer.status).toBe(200);
    expect(jsonOf(answer)).toMatchObject({
      ...JOB,
      mobilesd_job_id: id,
      status: 'completed',
      completion_timestamp: expect.stringMatching(ISO),
      source_info: null,
      forge_session_hash: null,
      generation_params: {
        prompt: 'a stone bridge',
        negative_prompt: 'fog',
        steps: 2,
        width: 64,
        height: 64,
      },
      result_details: { saved_filenames: [`${id.slice(0, 8)}_00001.png`], positive_prompt: 'a stone bridge' },
    });
  });

  it('cancels a waiting job, and then says that there is nothing to cancel', async () => {
    await paused(bench, async () => {
      const id = await submit();
      const cancelled = await bench.asConsole('POST', `${job(id)}/cancel`);
      expect(cancelled.status).toBe(200);
      expect(jsonOf(cancelled)).toMatchObject({ message: expect.any(String), job: { status: 'cancelled' } });
      const again = await bench.asConsole('POST', `${job(id)}/cancel`);
      expect(again.status).toBe(400);
      expect(jsonOf(again)).toMatchObject({ error: 'job_operation_invalid', message: expect.any(String) });
    });
  });

  it('deletes a job, which is then gone', async () => {
    const id = await submit();
    const deleted = await bench.asConsole('DELETE', job(id));
    expect([deleted.status, jsonOf(deleted)]).toEqual([
      200,
      expect.objectContaining({ message: expect.any(String) }),
    ]);
    for (const path of [`${job(id)}/status`, job(id)]) {
      expect((await bench.asConsole('GET', path)).status).toBe(404);
    }
    expect((await bench.asConsole('DELETE', job(id))).status).toBe(404);
  });

  it('runs a job next when its "Run" is pressed, and refuses when there is nothing to run', async () => {
    let [first, last] = ['', ''];
    await paused(bench, async () => {
      [first, last] = [await submit(), await submit()];
      const answer = await bench.asConsole('POST', `${job(last)}/dispatch`);
      expect(answer.status).toBe(200);
      expect(jsonOf(answer)).toMatchObject({ message: expect.any(String), job: { mobilesd_job_id: last } });
    });
    await settled([first, last]);
    expect(bench.generationOf(last).index).toBeLessThan(bench.generationOf(first).index);
    const again = await bench.asConsole('POST', `${job(last)}/dispatch`);
    expect([again.status, jsonOf<{ error: unknown }>(again).error]).toEqual([400, expect.any(String)]);
  });

  it('refuses a job without parameters, for no such server, and with broken JSON, in JSON', async () => {
    const bodies: [unknown, number][] = [
      [{ target_server_alias: bench.alias }, 400],
      [{ target_server_alias: bench.alias, generation_params: 'a cat' }, 400],
      [{ target_server_alias: 'nobody', generation_params: PARAMS }, 404],
    ];
    for (const [body, status] of bodies) {
      const answer = await bench.asConsole('POST', '/api/v1/generate', body);
      expect([answer.status, jsonOf<{ error: unknown }>(answer).error]).toEqual([status, expect.any(String)]);
    }
  });

  it('switches the queue off and on, and tells', async () => {
    const settings = async () => jsonOf(await bench.asConsole('GET', '/api/v1/settings'));
    for (const enabled of [false, true]) {
      const answer = await bench.asConsole('PUT', '/api/v1/settings/queue-processing', { enabled });
      expect(answer.status).toBe(200);
      expect(jsonOf(answer)).toMatchObject({
        success: true,
        message: expect.any(String),
        settings: { queueProcessingEnabled: enabled },
      });
      expect(await settings()).toMatchObject({
        success: true,
        settings: { queueProcessingEnabled: enabled },
      });
    }
    const wrong = await bench.asConsole('PUT', '/api/v1/settings/queue-processing', { enabled: 'off' });
    expect(wrong.status).toBe(400);
  });

  it('shows the gallery, newest first, and deletes from it', async () => {
    const ids = [await submit(), await submit()];
    await settled(ids);
    const list = jsonOf<{ total: number; images: { filename: string }[] }>(
      await bench.asConsole('GET', '/api/v1/gallery/images'),
    );
    expect(list.total).toBeGreaterThanOrEqual(2);
    const [newest] = list.images;
    expect(newest).toMatchObject({
      filename: `${ids[1]?.slice(0, 8)}_00001.png`,
      created: expect.stringMatching(ISO),
      size: expect.any(Number),
      job_id_prefix: ids[1]?.slice(0, 8),
    });
    const image = `/api/v1/gallery/images/${newest?.filename}`;
    expect(jsonOf(await bench.asConsole('GET', `${image}/info`))).toMatchObject({
      filename: newest?.filename,
      url: expect.stringContaining(newest?.filename ?? '?'),
    });
    const deleted = await bench.asConsole('DELETE', image);
    expect([deleted.status, jsonOf(deleted)]).toEqual([
      200,
      expect.objectContaining({ message: expect.any(String) }),
    ]);
    expect((await bench.asConsole('DELETE', image)).status).toBe(404);
    expect((await bench.asConsole('DELETE', '/api/v1/gallery/images/..%2Fsecret.key')).status).toBe(400);
  });

  async function settled(ids: readonly string[]): Promise<void> {
    await bench.allCompleted(ids, reader);
  }
});
