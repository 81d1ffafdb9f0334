// Bulks from files, and bulks that are only tried.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BulkDryRunDto } from './bulk-answers.dto.js';
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

  describe('tried without being queued', () => {
    it('tells how many jobs it would be and what the first are', async () => {
      const body = {
        prompt_list: ['a {x|y}', 'b'],
        matrix: { samplers: ['Euler', 'DDIM'] },
        repeat: 3,
        base_seed: 1,
        seed_variation: 'incremental',
        dry_run: true,
      };
      const { status, body: answer } = await app.refusal(body);
      expect(status).toBe(200);
      expect(answer).toMatchObject({
        dry_run: true,
        total_jobs: 12,
        eta: null,
        problems: [],
        sample: [
          {
            generation_params: { sampler_name: 'Euler', seed: 1, prompt: expect.stringMatching(/^a [xy]$/) },
            prompt_choices: { seed: 1 },
          },
          {},
          {},
          {},
          {},
        ],
      });
      expect((await app.api.queue()).jobs.pending).toBe(0);
    });

    it('tells the problems of a file by their lines', async () => {
      const csv = 'prompt,steps,cfg_scale\n"a, b",10,7\n"two\nlines",x,7\nc,20,\nd,20,7,9\n';
      const { status, body } = await app.upload('list.csv', csv, {
        request: JSON.stringify({ generation_params: PICTURE }),
        dry_run: 'true',
      });
      expect(status).toBe(200);
      expect(body.problems).toMatchObject([
        { path: 'file', line: 6, message: expect.stringContaining('4 cells') },
        { path: 'steps', line: 4, index: 1 },
      ]);
      const dry = await app.api.ok<BulkDryRunDto>('POST', `${BULK}/dry-run`, {
        prompt_list: ['a'],
        matrix: { seeds: [1, 2] },
      });
      expect(dry.total_jobs).toBe(2);
    });
  });

  describe('from a file', () => {
    it.each([
      ['list.txt', '\uFEFF# mine\n\n a castle \r\na {red|blue} ball\n', ['a castle', 'ball'], {}],
      [
        'LIST.CSV',
        '\uFEFFprompt,steps,override_settings.eta_noise_seed_delta\r\n"a castle, old",7,31337\r\n\r\nball,,\r\n',
        ['castle', 'ball'],
        { steps: 7 },
      ],
      ['list.jsonl', '{"prompt": "a castle", "steps": 7}\n\n"ball"\n', ['castle', 'ball'], { steps: 7 }],
    ])('%s becomes one job for each line', async (name, text, prompts, first) => {
      const { status, body } = await app.upload(name, text, {
        request: JSON.stringify({ generation_params: PICTURE, name: 'mine' }),
      });
      expect({ status, total: body.total_jobs }).toEqual({ status: 202, total: 2 });
      const rows = await paramsOf(body.bulk_job_id);
      rows.forEach((params, index) => expect(params['prompt']).toContain(prompts[index]));
      expect(rows[0]).toMatchObject({ ...first, width: 64 });
      expect(await app.bulk(body.bulk_job_id)).toMatchObject({ name: 'mine', request: { name: 'mine' } });
    });

    it.each([
      ['list.exe', 'a', {}, 'must be a .txt'],
      ['list.txt', '# nothing\n\n', {}, 'has no prompts'],
      ['list.txt', Buffer.from([0xff, 0xfe, 0x41]), {}, 'UTF-8'],
      ['list.csv', 'prompt,__proto__\na,b\n', {}, 'column'],
      ['list.csv', 'prompt,prompt\na,b\n', {}, 'column'],
      ['list.csv', 'prompt\n"a\n', {}, 'CSV'],
      ['list.jsonl', '[1]\n', {}, 'JSON object'],
      ['list.txt', 'a', { request: '[]' }, 'JSON object'],
      ['list.txt', 'a', { request: '{"metadata":{"__proto__":{"x":1}}}' }, 'metadata.__proto__'],
      ['list.txt', 'a', { request: `{"metadata":${'['.repeat(200)}${']'.repeat(200)}}` }, 'nested deeper'],
      ['list.csv', 'title;size\na;b\n', {}, 'known parameter'],
      ['list.txt', 'a', { request: '{"prompt_list":["b"]}' }, 'comes from the file'],
    ])('%s with %j is refused', async (name, text, fields, message) => {
      const { status, body } = await app.upload(name, text, fields);
      expect({ status, error: body.error, message: body.message }).toEqual({
        status: 400,
        error: 'invalid_field_value',
        message: expect.stringContaining(message),
      });
    });

    it('tells the line of a bad object and stores nothing', async () => {
      const { status, body } = await app.upload('list.jsonl', '"a"\n{"prompt":"b","__proto__":{"x":1}}\n');
      expect({ status, fields: body.details.fields }).toMatchObject({
        status: 400,
        fields: [{ path: 'file', line: 2, message: expect.stringContaining('__proto__') }],
      });
      expect((await app.api.queue()).jobs.pending).toBe(0);
    });

    it('of more than 8 MB is refused', async () => {
      const { status } = await app.upload('list.txt', 'x'.repeat(9_000_000));
      expect(status).toBe(413);
    });

    it('must be there', async () => {
      const answer = await fetch(`${app.running.url}${BULK}/upload`, {
        method: 'POST',
        body: new FormData(),
      });
      expect(answer.status).toBe(400);
    });
  });
});
