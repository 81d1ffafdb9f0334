import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import type { INestApplication } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { FakeClock } from '../../test/support/temp-database.js';
import { makeTempFolder, removeFolder } from '../../test/support/temp-folder.js';
import { AsConsole } from '../access/fixtures/as-console.js';
import { Clock } from '../common/clock.js';
import { CommonModule } from '../common/common.module.js';
import { ProblemFilter } from '../common/problem.filter.js';
import { validationPipe } from '../common/validation.pipe.js';
import { ConfigModule } from '../config/config.module.js';
import { readSettings } from '../config/settings.js';
import { DynamicPrompts } from './dynamic-prompts.js';
import type { PromptPreviewDto } from './wildcards.dto.js';
import { PromptsModule } from './prompts.module.js';

describe('wildcards', () => {
  let dataDir: string;
  let app: INestApplication;
  let clock: FakeClock;
  let prompts: DynamicPrompts;
  const http = () => request(app.getHttpServer() as Server);
  const put = (name: string, text: string) => http().put(`/api/v2/wildcards/${name}`).send({ text });
  const file = (name: string) => join(dataDir, 'wildcards', `${name}.txt`);

  beforeEach(async () => {
    dataDir = makeTempFolder('wildcards');
    clock = new FakeClock();
    const module = await Test.createTestingModule({
      imports: [ConfigModule.with(readSettings({ CONFIG_DATA_PATH: dataDir })), CommonModule, PromptsModule],
      providers: [
        { provide: APP_GUARD, useClass: AsConsole },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: () => validationPipe() },
      ],
    })
      .overrideProvider(Clock)
      .useValue(clock)
      .compile();
    app = module.createNestApplication();
    await app.init();
    prompts = app.get(DynamicPrompts);
  });
  afterEach(async () => {
    await app.close();
    await removeFolder(dataDir);
  });

  it('are none at first', async () => {
    expect((await http().get('/api/v2/wildcards').expect(200)).body).toEqual({ total: 0, wildcards: [] });
  });

  it('can be written, listed, read and deleted, in folders too', async () => {
    await put('animal', 'cat\ndog\n').expect(200);
    await put('places/city', '# cities\nRome').expect(200);
    expect((await http().get('/api/v2/wildcards').expect(200)).body).toEqual({
      total: 2,
      wildcards: [
        { name: 'animal', options: 2 },
        { name: 'places/city', options: 1 },
      ],
    });
    const city = await http().get('/api/v2/wildcards/places/city').expect(200);
    expect(city.body).toEqual({ name: 'places/city', options: 1, text: '# cities\nRome' });
    await http().get('/api/v2/wildcards/places%2Fcity').expect(200);
    await http().delete('/api/v2/wildcards/places/city').expect(200);
    const gone = await http().get('/api/v2/wildcards/places/city').expect(404);
    expect(gone.body).toMatchObject({ success: false, error: 'wildcard_not_found' });
  });

  it.each(['..%2F..%2Fsecret', '%2Fetc%2Fpasswd', '.hidden', 'a%00b', 'a%5Cb', 'con'])(
    'cannot be called %s',
    async (name) => {
      expect((await put(name, 'x').expect(400)).body).toMatchObject({ error: 'invalid_field_value' });
      await http().get(`/api/v2/wildcards/${name}`).expect(404);
      await http().delete(`/api/v2/wildcards/${name}`).expect(404);
    },
  );

  it('are no links, and folders that are links do not count', async () => {
    mkdirSync(join(dataDir, 'wildcards'));
    mkdirSync(join(dataDir, 'outside'));
    writeFileSync(join(dataDir, 'outside', 'secret.txt'), 'secret');
    symlinkSync(join(dataDir, 'outside'), join(dataDir, 'wildcards', 'folder'));
    symlinkSync(join(dataDir, 'outside', 'secret.txt'), file('link'));
    expect((await http().get('/api/v2/wildcards')).body).toMatchObject({ total: 0 });
    await http().get('/api/v2/wildcards/link').expect(404);
    await http().get('/api/v2/wildcards/folder/secret').expect(404);
    await put('folder/new', 'x').expect(404);
    expect(prompts.resolveIn({ prompt: '__folder/secret__ __link__' }).params['prompt']).toBe(
      '__folder/secret__ __link__',
    );
  });

  it('larger than 1 MB are refused, and not used when they lie there', async () => {
    await put('big', 'é'.repeat(600_000)).expect((answer) => expect([400, 413]).toContain(answer.status));
    mkdirSync(join(dataDir, 'wildcards'), { recursive: true });
    writeFileSync(file('huge'), 'x'.repeat(1_100_000));
    expect((await http().get('/api/v2/wildcards')).body).toMatchObject({
      wildcards: [{ name: 'huge', options: null }],
    });
    expect(prompts.resolveIn({ prompt: '__huge__' }).warnings[0]!.code).toBe('wildcard_not_found');
  });

  it('are read again when they have changed', async () => {
    await put('c', 'old').expect(200);
    expect(prompts.resolveIn({ prompt: '__c__' }).params['prompt']).toBe('old');
    writeFileSync(file('c'), 'new');
    utimesSync(file('c'), new Date(), new Date(Date.now() + 5_000));
    clock.advance(1_500);
    expect(prompts.resolveIn({ prompt: '__c__' }).params['prompt']).toBe('new');
  });

  it('can be tried in a preview', async () => {
    await put('c', 'x\ny').expect(200);
    const body = { prompt: '{a|b} __c__ __d__', count: 3, seed: 7 };
    const first = (await http().post('/api/v2/wildcards/preview').send(body).expect(200))
      .body as PromptPreviewDto;
    expect(first.samples).toHaveLength(3);
    expect(first.samples[0]).toMatchObject({ seed: 7, prompt: expect.stringMatching(/^[ab] [xy] __d__$/) });
    expect(first.warnings).toMatchObject([{ code: 'wildcard_not_found' }]);
    expect((await http().post('/api/v2/wildcards/preview').send(body)).body).toEqual(first);
    await http().post('/api/v2/wildcards/preview').send({ prompt: 'a', count: 21 }).expect(400);
  });

  describe('in the parameters of a job', () => {
    it('are resolved in every prompt, by the seed of the job', () => {
      const params = { prompt: '{a|b}{a|b}{a|b}{a|b}', hr_prompt: '{c|d}', steps: 5, seed: 42 };
      const first = prompts.resolveIn(params);
      expect(first.params).toMatchObject({ steps: 5, seed: 42, prompt: expect.stringMatching(/^[ab]{4}$/) });
      expect(prompts.resolveIn(params)).toEqual(first);
      expect(prompts.resolveIn({ ...params, seed: 43 }).params['prompt']).toBeDefined();
      expect(first.choices).toMatchObject({
        seed: 42,
        original: { prompt: params.prompt, hr_prompt: params.hr_prompt },
        resolved: { hr_prompt: first.params['hr_prompt'] },
        choices: [{ field: 'prompt', from: '{a|b}' }, {}, {}, {}, { field: 'hr_prompt' }],
      });
    });

    it('leave alone what has nothing to choose, what is switched off and what the server resolves itself', () => {
      const plain = { prompt: 'a cat', seed: -1 };
      expect(prompts.resolveIn(plain)).toEqual({ params: plain, choices: null, warnings: [] });
      const dynamic = { prompt: '{a|b}' };
      expect(prompts.resolveIn(dynamic, { enabled: false }).params).toBe(dynamic);
      const scripted = { prompt: '{a|b}', alwayson_scripts: { 'Dynamic Prompts v2.17.1': { args: [] } } };
      expect(prompts.resolveIn(scripted)).toEqual({ params: scripted, choices: null, warnings: [] });
    });
  });
});
