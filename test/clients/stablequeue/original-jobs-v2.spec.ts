// The original's v2 job routes, as its test script calls them with a key: every member that it reads, its envelope of
// errors and their codes.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientBench, keyHeaders, type ClientKey } from './client-bench.js';
import { ISO, JOB, PARAMS, paused, type ReadJob } from './original-shapes.js';
import { jsonOf, textOf, type RecordedAnswer } from './recorded-call.js';

describe("the original's v2 routes, with a key", () => {
  let bench: ClientBench;
  let key: ClientKey;
  beforeAll(async () => {
    bench = await ClientBench.open();
    key = await bench.newKey('test script');
  });
  afterAll(() => bench.close());

  const call = (method: 'GET' | 'POST', path: string, body?: unknown, headers = keyHeaders(key)) =>
    bench.send({
      method,
      path,
      headers: body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const submit = async (fields: Record<string, unknown> = {}): Promise<string> => {
    const answer = await call('POST', '/api/v2/generate', {
      app_type: 'forge',
      target_server_alias: bench.alias,
      generation_params: PARAMS,
      source_info: 'test_script',
      ...fields,
    });
    expect(answer.status).toBe(202);
    expect(jsonOf(answer)).toMatchObject({
      success: true,
      mobilesd_job_id: expect.any(String),
      queue_position: expect.any(Number),
      app_type: 'forge',
      creation_timestamp: expect.stringMatching(ISO),
      target_server_alias: bench.alias,
    });
    return jsonOf<ReadJob>(answer).mobilesd_job_id;
  };
  const problem = (answer: RecordedAnswer) => [answer.status, jsonOf<{ error: string }>(answer).error];

  it('submits a job that runs, and its picture comes back', async () => {
    await bench.expectServed(await submit(), key);
  });

  it('gives the state of a job wrapped, with its place while it waits', async () => {
    await paused(bench, async () => {
      const id = await submit();
      const answer = await call('GET', `/api/v2/jobs/${id}/status`);
      expect(answer.status).toBe(200);
      expect(jsonOf(answer)).toMatchObject({
        success: true,
        job: {
          ...JOB,
          mobilesd_job_id: id,
          status: 'pending',
          app_type: 'forge',
          source_info: 'test_script',
          api_key_id: key.id,
          queue_position: 1,
          result_details: null,
          completion_timestamp: null,
        },
      });
      expect((await call('POST', `/api/v2/jobs/${id}/cancel`)).status).toBe(200);
    });
  });

  it('lists jobs wrapped, with the filters that it used', async () => {
    await paused(bench, async () => {
      const ids = [await submit(), await submit()];
      const answer = await call(
        'GET',
        '/api/v2/jobs?status=pending&app_type=forge&limit=10&offset=0&order=asc',
      );
      const list = jsonOf<{ success: boolean; total: number; filters: unknown; jobs: ReadJob[] }>(answer);
      expect(list).toMatchObject({
        success: true,
        total: 2,
        filters: {
          status: 'pending',
          app_type: 'forge',
          limit: 10,
          offset: 0,
          order: expect.stringMatching(/^asc$/i),
        },
        jobs: [JOB, JOB],
      });
      expect(list.jobs.map((job) => job.mobilesd_job_id)).toEqual(ids);
      for (const id of ids) await call('POST', `/api/v2/jobs/${id}/cancel`);
    });
  });

  it('cancels wrapped, and refuses to cancel twice', async () => {
    await paused(bench, async () => {
      const id = await submit();
      const cancelled = await call('POST', `/api/v2/jobs/${id}/cancel`);
      expect([cancelled.status, jsonOf(cancelled)]).toEqual([
        200,
        expect.objectContaining({ success: true, message: expect.any(String), job: expect.anything() }),
      ]);
      expect(problem(await call('POST', `/api/v2/jobs/${id}/cancel`))).toEqual([
        400,
        'job_operation_invalid',
      ]);
    });
  });

  it('answers errors in its own envelope with its codes', async () => {
    const nobody = {};
    const wrong = keyHeaders({ key: key.key, secret: 'wrong' });
    const missing = '00000000-0000-4000-8000-000000000000';
    const unknownServer = { target_server_alias: 'nobody', generation_params: PARAMS };
    const answers: [RecordedAnswer, number, string | RegExp][] = [
      [await call('POST', '/api/v2/generate', unknownServer, nobody), 401, 'authentication_required'],
      [await call('GET', '/api/v2/jobs', undefined, wrong), 401, 'invalid_api_key'],
      [await call('POST', '/api/v2/generate', unknownServer), 404, 'server_not_found'],
      [
        await call('POST', '/api/v2/generate', { target_server_alias: bench.alias }),
        400,
        /^(missing_required_field|invalid_field_value)$/,
      ],
      [await call('GET', `/api/v2/jobs/${missing}/status`), 404, 'job_not_found'],
      [await call('POST', `/api/v2/jobs/${missing}/cancel`), 404, 'job_not_found'],
    ];
    for (const [answer, status, code] of answers) {
      expect(textOf(answer)).toMatch(new RegExp(`^${status} `));
      expect(jsonOf(answer)).toMatchObject({
        success: false,
        error: expect.stringMatching(code),
        message: expect.any(String),
      });
    }
  });

  it('answers a hundred polls in a row, as often as its clients poll', async () => {
    const id = await submit();
    for (let poll = 0; poll < 100; poll += 1)
      expect((await call('GET', `/api/v2/jobs/${id}/status`)).status).toBe(200);
    await bench.completed(id, key);
  });
});
