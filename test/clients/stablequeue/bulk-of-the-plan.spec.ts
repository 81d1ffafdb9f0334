// The bulk API as the original's plan for its extension writes it down (seed variation, tracking, cancellation): 202 is
// success, and the monitor panel reads the counts, the percentage and a preview address per job.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { ClientBench, keyHeaders, type ClientKey } from './client-bench.js';
import { jsonOf, PYTHON_REQUESTS, textOf, type RecordedCall } from './recorded-call.js';

interface BulkAnswer {
  success: boolean;
  bulk_job_id: string;
  total_jobs: number;
  jobs: { stablequeue_job_id: string; queue_position: number }[];
}

interface BulkState {
  bulk_job_id: string;
  total_jobs: number;
  completed_jobs: number;
  processing_jobs: number;
  pending_jobs: number;
  failed_jobs: number;
  progress_percentage: number;
  jobs: { stablequeue_job_id: string; status: string; preview_url?: string | null }[];
}

function seedForm(alias: string, fields: Record<string, unknown>): string {
  return JSON.stringify({
    app_type: 'forge',
    target_server_alias: alias,
    source_info: 'forge_extension_bulk',
    bulk_quantity: 5,
    seed_variation: 'random',
    base_seed: -1,
    job_delay: 0,
    generation_params: {
      positive_prompt: 'a beautiful landscape',
      negative_prompt: 'ugly, blurry',
      checkpoint_name: 'Pony/dummyPony_v1.safetensors',
      width: 64,
      height: 64,
      steps: 2,
      cfg_scale: 7,
      sampler_name: 'Euler',
      restore_faces: false,
    },
    ...fields,
  });
}

describe("the bulk API of the original's plan", () => {
  let bench: ClientBench;
  let key: ClientKey;
  let other: ClientKey;
  beforeAll(async () => {
    bench = await ClientBench.open();
    [key, other] = [await bench.newKey('planned extension'), await bench.newKey('somebody else')];
  });
  afterAll(() => bench.close());

  const call = (method: 'GET' | 'POST', path: string, by = key, body?: string): RecordedCall => ({
    method,
    path,
    headers: {
      ...PYTHON_REQUESTS,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...keyHeaders(by),
    },
    ...(body === undefined ? {} : { body }),
    timeoutMs: 15_000,
  });
  const submit = async (fields: Record<string, unknown>): Promise<BulkAnswer> => {
    const answer = await bench.send(
      call('POST', '/api/v2/generate/bulk', key, seedForm(bench.alias, fields)),
    );
    if (answer.status !== 202) throw new Error(`Failed to queue bulk job: ${textOf(answer)}`);
    return jsonOf<BulkAnswer>(answer);
  };
  const stateOf = async (id: string): Promise<BulkState> => {
    const answer = await bench.send(call('GET', `/api/v2/generate/bulk/${id}`));
    if (answer.status !== 200) throw new Error(textOf(answer));
    return jsonOf<BulkState>(answer);
  };

  it('answers 202 with the id of the bulk and one entry for each job', async () => {
    const made = await submit({});
    expect(made).toMatchObject({ success: true, total_jobs: 5 });
    expect(made.bulk_job_id).toMatch(/^bulk_[0-9a-f]{8}$/);
    expect(made.jobs).toHaveLength(5);
    for (const job of made.jobs)
      expect(job).toMatchObject({
        stablequeue_job_id: expect.any(String),
        queue_position: expect.any(Number),
      });
  });

  it('counts seeds up from the base seed, or draws distinct ones', async () => {
    const counted = await submit({ seed_variation: 'Incremental', base_seed: 4_294_967_293 });
    const drawn = await submit({ seed_variation: 'Random', base_seed: 77 });
    const seeds = async ({ jobs }: BulkAnswer): Promise<number[]> => {
      const ids = jobs.map((job) => job.stablequeue_job_id);
      await bench.allCompleted(ids, key);
      return ids.map((id) => bench.generationOf(id).seed);
    };
    const limit = 4_294_967_296;
    expect(await seeds(counted)).toEqual([0, 1, 2, 3, 4].map((i) => (4_294_967_293 + i) % limit));
    expect(new Set(await seeds(drawn)).size).toBe(5);
  });

  it('is followed to its end by its counts, its percentage and previews that open', async () => {
    const { bulk_job_id: id, jobs } = await submit({});
    const ended = await eventually(async () => {
      const state = await stateOf(id);
      const { completed_jobs, processing_jobs, pending_jobs, failed_jobs, total_jobs } = state;
      expect(completed_jobs + processing_jobs + pending_jobs + failed_jobs).toBe(total_jobs);
      return completed_jobs === total_jobs && state;
    });
    expect(ended).toMatchObject({ bulk_job_id: id, total_jobs: 5, progress_percentage: 100 });
    expect(ended.jobs.map((job) => job.stablequeue_job_id).sort()).toEqual(
      jobs.map((job) => job.stablequeue_job_id).sort(),
    );
    for (const job of ended.jobs) {
      expect(job.preview_url?.startsWith(`${bench.url}/`)).toBe(true);
      const preview = await bench.send({ method: 'GET', path: job.preview_url ?? '' });
      expect([preview.status, preview.headers['content-type']]).toEqual([200, 'image/webp']);
    }
  });

  it('cancels what remains, and says how many', async () => {
    const { bulk_job_id: id } = await submit({ bulk_quantity: 4, job_delay: 30 });
    await eventually(async () => (await stateOf(id)).completed_jobs === 1);
    const answer = await bench.send(call('POST', `/api/v2/generate/bulk/${id}/cancel`));
    expect(answer.status).toBe(200);
    expect(jsonOf(answer)).toMatchObject({
      success: true,
      bulk_job_id: id,
      cancelled_jobs: 3,
      message: expect.any(String),
    });
    expect(await stateOf(id)).toMatchObject({ completed_jobs: 1, pending_jobs: 0, processing_jobs: 0 });
  });

  it.each([
    ['no job', { bulk_quantity: 0 }],
    ['more than a hundred', { bulk_quantity: 101 }],
    ['more than thirty seconds between jobs', { job_delay: 31 }],
    ['a seed variation that there is not', { seed_variation: 'sideways' }],
  ])('refuses %s with 400 and stores nothing', async (_what, fields) => {
    const list = call('GET', '/api/v2/generate/bulk');
    const before = textOf(await bench.send(list));
    const answer = await bench.send(
      call('POST', '/api/v2/generate/bulk', key, seedForm(bench.alias, fields)),
    );
    expect(answer.status).toBe(400);
    expect(jsonOf(answer)).toMatchObject({ success: false, error: expect.any(String) });
    expect(textOf(await bench.send(list))).toBe(before);
  });

  it('is as if it did not exist for another key', async () => {
    const { bulk_job_id: id } = await submit({});
    const missing = 'bulk_00000000';
    for (const [method, action] of [
      ['GET', ''],
      ['POST', '/cancel'],
    ] as const) {
      const ask = async (bulk: string) => {
        const answer = await bench.send(call(method, `/api/v2/generate/bulk/${bulk}${action}`, other));
        const { error, message } = jsonOf<{ error: string; message: string }>(answer);
        return { status: answer.status, error, message: message.replaceAll(bulk, '…') };
      };
      expect(await ask(id)).toEqual(await ask(missing));
      expect(await ask(id)).toMatchObject({ status: 404, error: 'bulk_not_found' });
    }
  });
});
