import { afterEach, describe, expect, it } from '@jest/globals';
import {
  call,
  closeAll,
  eventually,
  generate,
  info,
  isRunning,
  small,
  start,
  taskProgress,
} from './testing/simulator-client.js';
import type { Reply } from './testing/simulator-client.js';

afterEach(closeAll);

describe('the queue lock', () => {
  it('runs jobs one at a time, in the order of their arrival', async () => {
    const simulator = await start();
    const jobs: Promise<Reply>[] = [];
    for (const id of ['a', 'b', 'c', 'd']) {
      jobs.push(generate(simulator, { force_task_id: id }));
      await eventually(() => simulator.requests.length === jobs.length);
    }
    await Promise.all(jobs);
    const { generations } = simulator;
    expect(generations.map(({ taskId }) => taskId)).toEqual(['a', 'b', 'c', 'd']);
    generations.slice(1).forEach((next, i) => {
      expect(next.startedAt).toBeGreaterThanOrEqual(generations[i]?.endedAt ?? Infinity);
    });
  });

  it('shows waiting jobs by their place in the queue', async () => {
    const simulator = await start({ stepMs: 40 });
    const jobs = [generate(simulator, { force_task_id: 'first' })];
    await eventually(() => isRunning(simulator));
    jobs.push(generate(simulator, { force_task_id: 'second' }));
    await eventually(
      async () => (await call(simulator, 'GET', '/internal/pending-tasks')).body['size'] === 1,
    );
    jobs.push(generate(simulator, { force_task_id: 'third' }));
    await eventually(
      async () => (await call(simulator, 'GET', '/internal/pending-tasks')).body['size'] === 2,
    );
    expect((await taskProgress(simulator, 'second')).body).toMatchObject({
      active: false,
      queued: true,
      textinfo: 'In queue: 1/2',
    });
    expect((await taskProgress(simulator, 'third')).body).toMatchObject({
      queued: true,
      textinfo: 'In queue: 2/2',
    });
    await Promise.all(jobs);
  });

  it('makes refresh-checkpoints wait for the running job', async () => {
    const simulator = await start({ stepMs: 20 });
    const job = generate(simulator);
    await eventually(() => isRunning(simulator));
    await call(simulator, 'POST', '/sdapi/v1/refresh-checkpoints');
    expect(simulator.generations[0]?.outcome).toBe('completed');
    await job;
  });

  it('leaves no thread for a ping once all of them wait for it', async () => {
    const simulator = await start({ threads: 3, stepMs: 20 });
    const jobs = [1, 2, 3].map(() => generate(simulator));
    await eventually(() => simulator.requests.length === 3);
    await call(simulator, 'GET', '/internal/ping');
    expect(simulator.generations[0]?.outcome).toBe('completed');
    await Promise.all(jobs);
  });
});

describe('task ids', () => {
  it('remembers the last 16 finished tasks', async () => {
    const simulator = await start({ stepMs: 0 });
    for (let i = 0; i < 17; i++) await generate(simulator, { steps: 1, force_task_id: `t${i}` });
    expect((await taskProgress(simulator, 't0')).body['completed']).toBe(false);
    expect((await taskProgress(simulator, 't1')).body['completed']).toBe(true);
    expect((await taskProgress(simulator, 't16')).body['completed']).toBe(true);
  });

  it('keeps a failed task active until the next one starts', async () => {
    const simulator = await start({ knobs: { failAtStep: { value: 2, times: 1 } } });
    const failed = await generate(simulator, { force_task_id: 'bad' });
    expect(failed).toMatchObject({ status: 500, body: { error: 'RuntimeError' } });
    expect((await taskProgress(simulator, 'bad')).body).toMatchObject({
      active: true,
      completed: false,
      progress: 0,
    });
    await generate(simulator);
    expect((await taskProgress(simulator, 'bad')).body).toMatchObject({ active: false, completed: false });
  });

  it('leaves the id of a job with an undecodable picture among the waiting ones', async () => {
    const simulator = await start();
    const reply = await call(simulator, 'POST', '/sdapi/v1/img2img', {
      ...small,
      init_images: ['@@'],
      force_task_id: 'leaked',
    });
    expect(reply).toEqual({ status: 500, body: { detail: 'Invalid encoded image' } });
    expect((await call(simulator, 'GET', '/internal/pending-tasks')).body).toEqual({
      size: 1,
      tasks: ['leaked'],
    });
    expect(simulator.generations).toHaveLength(0);
  });

  it('completes a task before the answer is written', async () => {
    const simulator = await start({ knobs: { slowBody: 100 } });
    let isAnswered = false;
    const job = generate(simulator, { force_task_id: 'early' }).finally(() => (isAnswered = true));
    await eventually(async () => (await taskProgress(simulator, 'early')).body['completed'] === true);
    expect(isAnswered).toBe(false);
    await job;
  });
});

describe('an interrupt', () => {
  it('ends the running job with a partial picture and no word about it', async () => {
    const simulator = await start({ stepMs: 20 });
    const job = generate(simulator, { steps: 50 });
    await eventually(
      async () => Number((await call(simulator, 'GET', '/sdapi/v1/progress')).body['progress']) > 0.05,
    );
    expect(await call(simulator, 'POST', '/sdapi/v1/interrupt')).toEqual({ status: 200, body: {} });
    const reply = await job;
    expect(reply.status).toBe(200);
    expect(reply.body['images']).toHaveLength(1);
    expect(String(info(reply)['infotexts'])).toContain('Steps: 50');
    expect(simulator.generations[0]?.outcome).toBe('interrupted');
  });

  it('during the model load gives no picture at all', async () => {
    const simulator = await start({ loadMs: 500 });
    const job = generate(simulator);
    await eventually(() => isRunning(simulator));
    await call(simulator, 'POST', '/sdapi/v1/interrupt');
    const reply = await job;
    expect(reply).toMatchObject({ status: 200, body: { images: [] } });
    expect(info(reply)['infotexts']).toHaveLength(1);
  });

  it('of an idle server does not hurt the next job', async () => {
    const simulator = await start();
    await call(simulator, 'POST', '/sdapi/v1/interrupt');
    const idle = await call(simulator, 'GET', '/sdapi/v1/progress');
    expect(idle.body['state']).toMatchObject({ interrupted: true, job: '' });
    expect((await generate(simulator)).body['images']).toHaveLength(1);
    expect(simulator.generations[0]?.outcome).toBe('completed');
  });

  it('as a skip goes on with the next batch', async () => {
    const simulator = await start({ stepMs: 20 });
    const job = generate(simulator, { steps: 20, n_iter: 2 });
    await eventually(
      async () => Number((await call(simulator, 'GET', '/sdapi/v1/progress')).body['progress']) > 0.05,
    );
    await call(simulator, 'POST', '/sdapi/v1/skip');
    expect((await job).body['images']).toHaveLength(2);
    await generate(simulator, { steps: 20, n_iter: 2 });
    const [skipped, whole] = simulator.generations;
    expect(skipped?.outcome).toBe('completed');
    expect(skipped?.images[0]).not.toEqual(whole?.images[0]);
    expect(skipped?.images[1]).toEqual(whole?.images[1]);
  });
});

describe('a live preview', () => {
  it('appears every ten steps, as a quarter-size PNG, and once per id', async () => {
    const simulator = await start({ stepMs: 15 });
    const job = generate(simulator, { steps: 30, force_task_id: 'seen' });
    const previews: unknown[] = [];
    let seen = -1;
    await eventually(async () => {
      const { body } = await call(simulator, 'POST', '/internal/progress', {
        id_task: 'seen',
        id_live_preview: seen,
      });
      if (body['live_preview'] !== null) previews.push(body['live_preview']);
      if (body['active'] === true) seen = Number(body['id_live_preview']);
      return body['completed'] === true;
    });
    expect(previews).toHaveLength(2);
    expect(String(previews[0])).toMatch(/^data:image\/png;base64,iVBOR/);
    await job;
  });
});
