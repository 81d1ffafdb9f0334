// Pipelines over a simulated Forge: what is really sent, what becomes of a step whose predecessor fails, and restarts.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EventReader } from '../../test/support/event-reader.js';
import { eventually } from '../../test/support/eventually.js';
import { makeTempFolder, removeFolder } from '../../test/support/temp-folder.js';
import { startApp } from '../../test/support/start-app.js';
import { BulksApp } from '../bulks/fixtures/bulks-app.js';
import type { JobDetailsDto } from '../jobs/job-status.dto.js';
import type { PipelineDto, PipelineListDto, PipelineSubmittedDto } from './pipeline-answers.dto.js';

const PIPELINES = '/api/v2/pipelines';
/** So small that the simulator keeps the pictures of its requests whole. */
const TINY = { prompt: 'a lighthouse', steps: 1, width: 8, height: 8 };
const DRAW = { name: 'draw', generation_params: { ...TINY, seed: 5 } };
const REDRAW = {
  name: 'redraw',
  generation_params: { ...TINY, prompt: 'the same, larger', denoising_strength: 0.5 },
  takes: { images: { from: 'draw', into: 'init_images' } },
};

describe('pipelines', () => {
  let app: BulksApp;
  const dataDir = makeTempFolder('pipelines');
  beforeAll(async () => {
    app = await BulksApp.open({ JOB_MAX_RETRIES: '0' }, dataDir);
    await app.serve();
  });
  afterEach(() => void (app.simulator.knobs.failAtStep = null));
  afterAll(async () => {
    await app.close();
    await removeFolder(dataDir);
  });

  const submit = (steps: object[], more: object = {}): Promise<PipelineSubmittedDto> =>
    app.api.ok('POST', PIPELINES, { steps, ...more });
  const get = (id: string): Promise<PipelineDto> => app.api.ok('GET', `${PIPELINES}/${id}`);
  const ended = (id: string): Promise<PipelineDto> =>
    eventually(async () => {
      const pipeline = await get(id);
      if (pipeline.completion_timestamp !== null) return pipeline;
      throw new Error(JSON.stringify({ ...pipeline, request: {} }));
    });
  const statesOf = (pipeline: PipelineDto) => pipeline.steps.map(({ name, state }) => [name, state]);
  const sentTo = (taskPrefix: string) => {
    const found = app.simulator.generations.find(({ taskId }) => taskId.includes(taskPrefix));
    return found!.payload as { init_images?: string[]; seed: number };
  };
  const problemsOf = async (body: object): Promise<string[]> => {
    const { status, body: refusal } = await app.refusal(body, PIPELINES);
    expect(status).toBe(400);
    return refusal.details.fields.map(({ path }) => path);
  };

  it('sends the image of one step as the init image of the next, and tells of its end as one', async () => {
    const events = await EventReader.open(app.running.url, { query: 'kinds=bulk' });
    const { pipeline_id: id, steps } = await submit([REDRAW, DRAW], { name: 'two steps' });
    const pipeline = await ended(id);
    expect(statesOf(pipeline)).toEqual([
      ['redraw', 'completed'],
      ['draw', 'completed'],
    ]);
    const [redraw, draw] = steps.map((step) => step.job_ids[0]!);
    const drawn = pipeline.steps[1]!.images[0]!;
    const bytes = await app.api.bytes(drawn.download_url);
    expect(sentTo(redraw!).init_images).toEqual([bytes.toString('base64')]);
    const details: JobDetailsDto = await app.api.details(redraw!);
    expect(details).toMatchObject({
      ...{ pipeline_id: id, bulk_job_id: id, depends_on: [draw], open_dependencies: 0 },
      generation_params: { init_images: [{ from_job: draw, image: 0 }] },
      sent: { body: { init_images: [{ from_job: draw, image: 0 }] } },
    });
    await eventually(() => events.of('bulk.finished').length > 0);
    expect(events.of('bulk.finished')[0]!.data).toMatchObject({ pipeline_id: id, completed_jobs: 2 });
    await events.close();
  });

  it('makes a job for each image, puts them together again, and takes a seed along', async () => {
    const { steps } = await submit([
      { name: 'draw', generation_params: { ...TINY, batch_size: 2, seed: 40 } },
      {
        ...REDRAW,
        takes: { images: { from: 'draw', which: 'each', into: 'init_images' }, seed: { from: 'draw' } },
      },
      { ...REDRAW, name: 'join', takes: { images: { from: 'redraw', which: 'all', into: 'init_images' } } },
    ]).then(({ pipeline_id }) => ended(pipeline_id));
    const [draw, redraw, join] = steps;
    expect(steps.map((step) => step.jobs.length)).toEqual([1, 2, 1]);
    const texts = async (step: typeof draw) =>
      Promise.all(
        step!.images.map(async ({ download_url }) => (await app.api.bytes(download_url)).toString('base64')),
      );
    const each = redraw!.jobs.map((job) => sentTo(job.job_id));
    expect(each.map((one) => one.init_images![0])).toEqual(await texts(draw));
    expect(each.map((one) => one.seed)).toEqual([40, 40]);
    expect(sentTo(join!.jobs[0]!.job_id).init_images).toEqual(await texts(redraw));
  });

  it('takes null for not given', async () => {
    const images = { from: 'draw', which: null, into: 'init_images' };
    const { steps } = await submit([
      { ...DRAW, after: null, takes: null, on_failure: null },
      { ...REDRAW, after: null, takes: { images, seed: { from: 'draw', into: null } } },
      { ...REDRAW, name: 'alone', after: ['draw'], takes: { images: null, seed: null } },
    ]);
    expect(steps.map((step) => step.job_ids.length)).toEqual([1, 1, 1]);
    const redraw: JobDetailsDto = await app.api.details(steps[1]!.job_ids[0]!);
    expect(redraw.depends_on).toEqual(steps[0]!.job_ids);
  });

  it('cancels what cannot do without a failed step, runs what can, and goes on where it was when it is retried', async () => {
    app.simulator.knobs.failAtStep = { value: 1, match: 'lighthouse' };
    const always = { name: 'always', generation_params: { ...TINY, prompt: 'a sunset' }, after: ['draw'] };
    const { pipeline_id: id, steps } = await submit([
      DRAW,
      REDRAW,
      { ...REDRAW, name: 'again', takes: { images: { from: 'redraw', into: 'init_images' } } },
      { ...always, on_failure: 'run' },
    ]);
    const failed = await ended(id);
    expect(failed.state).toBe('failed');
    expect(statesOf(failed)).toEqual([
      ...[
        ['draw', 'failed'],
        ['redraw', 'cancelled'],
      ],
      ...[
        ['again', 'cancelled'],
        ['always', 'completed'],
      ],
    ]);
    const [draw, redraw] = steps.map((step) => step.job_ids[0]!);
    const { error } = await app.api.job(redraw!);
    expect(error).toMatchObject({ code: 'dependency_failed', details: { job_id: draw } });
    app.simulator.knobs.failAtStep = null;
    await app.api.ok('POST', `${PIPELINES}/${id}/retry`);
    expect((await ended(id)).state).toBe('completed');
  });

  it('tells everything that is wrong at once, each with its path', async () => {
    const paths = await problemsOf({
      priority: 11,
      not_before: 'soon',
      steps: [
        { name: 'draw', generation_params: { ...TINY, steps: 'many' } },
        { ...REDRAW, takes: { images: { from: 'drwa', into: 'steps' } } },
        { ...REDRAW, name: 'c', takes: { images: { from: 'draw', into: 'no_such_parameter' } } },
        { ...REDRAW, name: 'd', takes: { image: { from: 'draw' } }, after: ['d'] },
        { name: 'e', app_type: 'a1111', generation_params: TINY },
        { name: 'f', target_server_alias: 'nowhere', generation_params: { steps: 0 } },
        { name: 'g', generation_params: { ...TINY, n_iter: 2 } },
        { ...REDRAW, name: 'h', takes: { images: { from: 'g', which: 2, into: 'init_images' } } },
      ],
    });
    expect(paths.sort()).toEqual([
      'not_before',
      'priority',
      'steps.0.generation_params.steps',
      'steps.1.takes.images.from',
      'steps.1.takes.images.into',
      'steps.2.takes.images.into',
      'steps.3.takes.image',
      'steps.4.app_type',
      'steps.5.target_server_alias',
      'steps.7.takes.images.which',
    ]);
    expect(await problemsOf({ steps: [{ ...DRAW, after: ['redraw'] }, REDRAW] })).toEqual([
      'steps.0',
      'steps.1',
    ]);
    expect(await problemsOf({ steps: [] })).toEqual(['steps']);
    const bad = (_: unknown, at: number): object => ({ name: `s${at}`, priority: 'x', max_retries: 'x' });
    expect(await problemsOf({ steps: Array.from({ length: 50 }, bad) })).toHaveLength(50);
    const { pipelines } = await app.api.ok<PipelineListDto>('GET', `${PIPELINES}?limit=1`);
    expect(pipelines[0]!.state).toBe('completed');
  });

  it('is queued once for an Idempotency-Key, is cancelled as a whole, and is forgotten', async () => {
    await app.api.pause();
    const send = () =>
      fetch(`${app.running.url}${PIPELINES}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'once' },
        body: JSON.stringify({ steps: [DRAW, REDRAW] }),
      });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.headers.get('idempotency-replayed')]).toEqual([202, 'true']);
    const { pipeline_id: id, steps } = (await first.json()) as PipelineSubmittedDto;
    expect(await second.json()).toMatchObject({ pipeline_id: id });
    const waiting = await app.api.job(steps[1]!.job_ids[0]!);
    expect(waiting.waiting_reason).toMatchObject({ code: 'waiting_for_jobs' });
    expect((await get(id)).state).toBe('waiting');
    await app.api.ok('POST', `${PIPELINES}/${id}/cancel`);
    expect((await ended(id)).state).toBe('cancelled');
    await app.api.ok('DELETE', `${PIPELINES}/${id}`);
    expect((await app.api.call('GET', `${PIPELINES}/${id}`)).status).toBe(404);
    expect(await app.sql(`SELECT 1 FROM pipelines WHERE id = '${id}'`)).toEqual([]);
    await app.api.resume();
  });

  it('goes on with the next step after a restart between the two', async () => {
    const { pipeline_id: id, steps } = await submit([DRAW, REDRAW]);
    const [draw, redraw] = steps.map((step) => step.job_ids[0]!);
    await app.api.act(redraw!, 'hold');
    await app.api.ended(draw!, 'completed');
    await app.running.stop();
    const next = await startApp({}, dataDir);
    try {
      await next.api.act(redraw!, 'release');
      await next.api.ended(redraw!, 'completed');
      const { steps: after } = await next.api.ok<PipelineDto>('GET', `${PIPELINES}/${id}`);
      const drawn = await next.api.bytes(after[0]!.images[0]!.download_url);
      expect(sentTo(redraw!).init_images).toEqual([drawn.toString('base64')]);
    } finally {
      await next.stop();
    }
  });
});
