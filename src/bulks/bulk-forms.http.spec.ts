// The forms of a bulk through HTTP: plain, matrix, list.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BulkSubmittedDto } from './bulk-answers.dto.js';
import { BULK, BulksApp, PICTURE } from './fixtures/bulks-app.js';

const ID = /^bulk_[0-9a-f]{8}$/;

describe('a bulk', () => {
  let app: BulksApp;

  beforeEach(async () => {
    app = await BulksApp.open();
    await app.api.pause();
  });
  afterEach(() => app.close());

  const seedsOf = async (id: string) => (await app.bulk(id, '?limit=1000')).jobs.map((job) => job.seed);
  const paramsOf = async (id: string) => {
    const { jobs } = await app.bulk(id, '?limit=1000');
    return Promise.all(jobs.map(async (job) => (await app.api.details(job.job_id)).generation_params));
  };

  describe('in the plain form', () => {
    it('is queued as the first clients expect it', async () => {
      const { status, body } = await app.refusal({
        app_type: 'forge',
        target_server_alias: '',
        source_info: 'forge_extension_bulk',
        bulk_quantity: 10,
        seed_variation: 'Random',
        base_seed: -1,
        job_delay: 5,
        priority: 7,
        generation_params: {
          positive_prompt: 'a beautiful landscape',
          checkpoint_name: 'x.safetensors',
          width: 512,
          height: 512,
          steps: 20,
        },
      });
      expect(status).toBe(202);
      const answer = body as unknown as BulkSubmittedDto;
      expect(answer).toMatchObject({
        success: true,
        bulk_job_id: expect.stringMatching(ID),
        total_jobs: 10,
        warnings: [],
      });
      expect(answer.jobs.map((job) => job.queue_position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      const first = answer.jobs[0]!;
      expect(first.mobilesd_job_id).toBe(first.stablequeue_job_id);
      expect(first.job_id).toBe(first.stablequeue_job_id);
      const job = await app.api.job(answer.jobs[3]!.job_id);
      expect(job).toMatchObject({
        bulk_job_id: answer.bulk_job_id,
        priority: 7,
        source_info: 'forge_extension_bulk',
        generation_params: { prompt: 'a beautiful landscape' },
      });
      expect(Date.parse(job.not_before!) - Date.parse(job.creation_timestamp)).toBeGreaterThan(14_000);
      expect(new Set(await seedsOf(answer.bulk_job_id)).size).toBe(10);
    });

    it('counts seeds up, over the end too', async () => {
      const { bulk_job_id: id } = await app.submit({
        bulk_quantity: 3,
        seed_variation: 'incremental',
        base_seed: 4_294_967_295,
      });
      expect(await seedsOf(id)).toEqual([4_294_967_295, 0, 1]);
    });

    it('takes a whole sdapi payload, as older clients send it, flat or inside', async () => {
      const payload = {
        ...PICTURE,
        negative_prompt: 'blurry',
        batch_count: 2,
        override_settings: { sd_model_checkpoint: 'm' },
      };
      const inside = await app.submit({
        generation_params: payload,
        bulk_quantity: 2,
        job_delay: 0,
        priority: 5,
        source_info: 'stablequeue_forge_extension_v1',
      });
      expect(inside.total_jobs).toBe(2);
      const flat = await app.api.ok<typeof inside>('POST', BULK, {
        ...payload,
        bulk_quantity: 2,
        api_key: 'mk_x',
        api_secret: 'very secret',
      });
      expect((await paramsOf(flat.bulk_job_id))[0]).toMatchObject({
        prompt: PICTURE.prompt,
        n_iter: 2,
        checkpoint_name: 'm',
      });
      const [job] = flat.jobs;
      expect(
        JSON.stringify([await app.bulk(flat.bulk_job_id), await app.api.details(job!.job_id)]),
      ).not.toContain('secret');
    });

    it('takes an infotext', async () => {
      const { bulk_job_id: id } = await app.api.ok<{ bulk_job_id: string }>('POST', BULK, {
        bulk_quantity: 2,
        generation_info_raw:
          'a castle\nNegative prompt: fog\nSteps: 9, Sampler: Euler, CFG scale: 5, Seed: 3, Size: 64x64',
      });
      expect(await paramsOf(id)).toMatchObject([
        { prompt: 'a castle', steps: 9 },
        { prompt: 'a castle', negative_prompt: 'fog' },
      ]);
    });

    it.each([
      [{ bulk_quantity: 0 }, 'bulk_quantity', 'must not be less than 1'],
      [{ bulk_quantity: 101 }, 'bulk_quantity', 'use "matrix" or "prompt_list"'],
      [{ bulk_quantity: 'many' }, 'bulk_quantity', 'integer'],
      [{ bulk_quantity: 2, job_delay: 31 }, 'job_delay', 'must not be greater than 30'],
      [{ bulk_quantity: 2, seed_variation: 'sometimes' }, 'seed_variation', 'random, incremental'],
      [{ bulk_quantity: 2, priority: 11 }, 'priority', 'must not be greater than 10'],
      [{ bulk_quantity: 2, generation_params: undefined }, 'generation_params', 'object'],
      [{ bulk_quantity: 2, generation_params: { prompt: 'a', steps: 'x' } }, 'generation_params.steps', ''],
      [{ matrix: { prompts: [] } }, 'matrix.prompts', 'empty'],
      [{ matrix: { vary: [{ path: 'a.__proto__.b', values: [1] }] } }, 'matrix.vary.0.path', 'parameter'],
      [{ prompt_list: [1] }, 'prompt_list', 'prompt'],
    ])('refuses %j', async (change, path, message) => {
      const { status, body } = await app.refusal({ generation_params: PICTURE, ...change });
      expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_field_value' });
      expect(body.details.fields).toContainEqual(
        expect.objectContaining({ path, message: expect.stringContaining(message) }),
      );
      expect((await app.api.queue()).jobs.pending).toBe(0);
    });

    it('refuses an unknown server as a single job does', async () => {
      expect(await app.refusal({ generation_params: PICTURE, target_server_alias: 'nowhere' })).toMatchObject(
        { status: 404, body: { error: 'server_not_found' } },
      );
    });
  });

  describe('over a matrix', () => {
    it('goes through everything with everything, the first slowest', async () => {
      const { bulk_job_id: id, total_jobs: total } = await app.submit({
        matrix: {
          prompts: ['a', 'b'],
          samplers: ['Euler', 'DDIM'],
          seeds: [1, 2],
          vary: [{ path: 'cfg_scale', values: [5, 7] }],
        },
      });
      expect(total).toBe(16);
      const rows = (await paramsOf(id)).map((p) =>
        [p['prompt'], p['sampler_name'], p['cfg_scale'], p['seed']].join(' '),
      );
      expect(rows.slice(0, 5)).toEqual([
        'a Euler 5 1',
        'a Euler 5 2',
        'a Euler 7 1',
        'a Euler 7 2',
        'a DDIM 5 1',
      ]);
      expect(new Set(rows).size).toBe(16);
    });

    it('keeps the seed of the parameters, so that pictures can be compared', async () => {
      const { bulk_job_id: id } = await app.submit({
        generation_params: { ...PICTURE, seed: 42 },
        matrix: { models: ['x', 'y'] },
        repeat: 2,
      });
      expect(await seedsOf(id)).toEqual([42, 43, 42, 43]);
      expect((await paramsOf(id)).map((params) => params['checkpoint_name'])).toEqual(['x', 'x', 'y', 'y']);
    });

    it('reaches into scripts', async () => {
      const generation_params = { ...PICTURE, alwayson_scripts: { ADetailer: { args: [true, 'x'] } } };
      const { bulk_job_id: id } = await app.submit({
        generation_params,
        matrix: { vary: [{ path: 'alwayson_scripts.ADetailer.args.0', values: [true, false] }] },
      });
      expect((await paramsOf(id)).map((params) => params['alwayson_scripts'])).toMatchObject([
        { ADetailer: { args: [true, 'x'] } },
        { ADetailer: { args: [false, 'x'] } },
      ]);
    });

    it('of more jobs than there may be is refused before it is made', async () => {
      const values = Array.from({ length: 5_000 }, (_, n) => n);
      const vary = ['cfg_scale', 'steps', 'width', 'height', 'eta'].map((path) => ({ path, values }));
      const { status, body } = await app.refusal({ generation_params: PICTURE, matrix: { vary } });
      expect({ status, ...body }).toMatchObject({
        status: 400,
        error: 'bulk_too_large',
        details: { jobs: 5_000 ** 5, max: 10_000 },
      });
    });
  });

  describe('over a list', () => {
    it('takes prompts and parameters, each as often as wanted', async () => {
      const { bulk_job_id: id } = await app.submit({
        generation_params: { ...PICTURE, negative_prompt: 'fog' },
        prompt_list: ['one', { prompt: 'two', steps: 9, seed: 5, negative_prompt: null }],
        bulk_quantity: 2,
      });
      const rows = await paramsOf(id);
      expect(rows).toMatchObject([
        { prompt: 'one', steps: 4, negative_prompt: 'fog' },
        { prompt: 'one' },
        { prompt: 'two', steps: 9, seed: 5 },
        { prompt: 'two', seed: 6 },
      ]);
      expect(rows[2]!['negative_prompt'] ?? '').toBe('');
    });

    it('needs no parameters beside it', async () => {
      expect(
        (await app.api.ok<{ total_jobs: number }>('POST', BULK, { prompt_list: ['a', 'b'] })).total_jobs,
      ).toBe(2);
    });

    it('names the bad entries and stores nothing', async () => {
      const { status, body } = await app.refusal({
        prompt_list: ['fine', { prompt: 'a', steps: 'many' }, { prompt: 'b', width: -5 }],
        generation_params: PICTURE,
      });
      expect(status).toBe(400);
      expect(body.details.fields).toMatchObject([
        { path: 'prompt_list.1.steps', index: 1, jobs: 1 },
        { path: 'prompt_list.2.width', index: 2, jobs: 1 },
      ]);
      expect((await app.api.queue()).jobs.pending).toBe(0);
      expect(await app.api.ok('GET', BULK)).toEqual({ bulks: [], next_cursor: null });
    });

    it('tells a problem that all have once', async () => {
      const { body } = await app.refusal({
        prompt_list: ['a', 'b', 'c'],
        generation_params: { steps: 'many' },
      });
      expect(body.details.fields).toMatchObject([{ path: 'generation_params.steps', index: 0, jobs: 3 }]);
    });
  });
});
