// Two thousand submits at once over HTTP, some of them wrong, with cancels, moves and server edits in between.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProblemBody } from '../../src/common/problem.filter.js';
import type { JobDto, SubmittedDto } from '../../src/jobs/job-status.dto.js';
import { ApiClient, bodyOf } from '../support/api-client.js';
import { startApp, type RunningApp } from '../support/start-app.js';

const SUBMITS = 2_000;
const CONNECTIONS = 64;

/** What is wrong with every tenth, and which field the refusal must name. */
const WRONG = [
  { path: 'generation_params.steps', body: bodyOf({ params: { steps: 'many' } }) },
  { path: 'generation_params.width', body: bodyOf({ params: { width: 4 } }) },
  { path: 'priority', body: bodyOf({ priority: 99 }) },
  { path: 'not_before', body: bodyOf({ notBefore: 'tomorrow' }) },
  { path: 'generation_params', body: { generation_params: 'a cat', source_info: 'wrong' } },
] as const;

interface Outcome {
  n: number;
  status: number;
  body: Omit<SubmittedDto, 'success'> & ProblemBody;
}

const isWrong = (n: number): boolean => n % 10 === 9;

describe('two thousand submits at once', () => {
  let running: RunningApp;
  let client: ApiClient;
  let outcomes: Outcome[];
  let stored: Map<string, JobDto>;
  const cancelled = new Set<string>();
  let lastNotes = '';

  beforeAll(async () => {
    running = await startApp();
    client = new ApiClient(running.url, CONNECTIONS);
    await client.pause();
    await client.ok('POST', '/api/v1/servers', {
      alias: 'nowhere',
      base_url: 'http://127.0.0.1:9',
      app_type: 'forge',
    });
    const submits = Array.from({ length: SUBMITS }, (_, n) => submit(n));
    [outcomes] = await Promise.all([Promise.all(submits), editServer()]);
    stored = new Map((await client.allJobs()).map((job) => [job.job_id, job]));
  }, 240_000);

  afterAll(async () => {
    await client.close();
    await running.stop();
  });

  async function submit(n: number): Promise<Outcome> {
    const body = isWrong(n)
      ? WRONG[((n - 9) / 10) % WRONG.length]?.body
      : bodyOf({ params: { seed: n }, source: `client ${n % 5}`, server: n % 3 ? undefined : 'nowhere' });
    const { status, body: answer } = await client.call<Outcome['body']>('POST', '/api/v1/generate', body);
    if (status === 202) await meddle(n, answer.job_id);
    return { n, status, body: answer };
  }

  /** What people do meanwhile. */
  async function meddle(n: number, id: string): Promise<void> {
    if (n % 7 === 0) {
      await client.act(id, 'cancel');
      cancelled.add(id);
    } else if (n % 11 === 0) await client.act(id, 'move', { to: 'top' });
    else if (n % 13 === 0) await client.act(id, 'priority', { priority: 8 });
  }

  async function editServer(): Promise<void> {
    for (let edit = 0; edit < 60; edit += 1) {
      lastNotes = `edit ${edit}`;
      await client.ok('PATCH', '/api/v1/servers/nowhere', { notes: lastNotes });
    }
  }

  it('accepts the right ones and no other', () => {
    expect(
      outcomes
        .filter(({ n, status }) => status !== (isWrong(n) ? 400 : 202))
        .map(({ n, status, body }) => ({ n, status, body })),
    ).toEqual([]);
  });

  it('stores and lists each accepted one once, with what it was given', async () => {
    const accepted = outcomes.filter(({ status }) => status === 202);
    expect(new Set(accepted.map(({ body }) => body.job_id)).size).toBe(SUBMITS * 0.9);
    expect(stored.size).toBe(SUBMITS * 0.9);
    const wrong = accepted.filter(({ n, body }) => stored.get(body.job_id)?.generation_params['seed'] !== n);
    expect(wrong.map(({ n }) => n)).toEqual([]);
    const bySource = await Promise.all(
      [0, 1, 2, 3, 4].map((source) => client.allJobs(`source=client%20${source}`)),
    );
    expect(bySource.reduce((sum, jobs) => sum + jobs.length, 0)).toBe(SUBMITS * 0.9);
  });

  it('tells each refused one which field is wrong', () => {
    for (const { n, body } of outcomes.filter(({ n: number }) => isWrong(number))) {
      const fields = (body.details as { fields: { path: string; message: string }[] }).fields;
      expect(fields.map(({ path }) => path)).toContain(WRONG[((n - 9) / 10) % WRONG.length]?.path);
      expect(body.success).toBe(false);
    }
  });

  it('swallows none of the changes made meanwhile', async () => {
    const states = outcomes
      .filter(({ status }) => status === 202)
      .map(({ body }) => [body.job_id, stored.get(body.job_id)?.status]);
    expect(
      states.filter(([id, status]) => status !== (cancelled.has(String(id)) ? 'cancelled' : 'pending')),
    ).toEqual([]);
    const raised = outcomes.filter(
      ({ n, status }) => status === 202 && n % 13 === 0 && n % 7 !== 0 && n % 11 !== 0,
    );
    expect(raised.filter(({ body }) => stored.get(body.job_id)?.priority !== 8)).toEqual([]);
    expect(await client.ok('GET', '/api/v1/servers/nowhere')).toMatchObject({ notes: lastNotes });
  });

  it('counts what it stores', async () => {
    const queue = await client.queue();
    expect(queue.jobs).toEqual({
      pending: SUBMITS * 0.9 - cancelled.size,
      processing: 0,
      completed: 0,
      failed: 0,
      cancelled: cancelled.size,
    });
  });

  it('has each waiting job once in the order of the queue, higher priorities first', async () => {
    const page = await client.ok<{ total: number; jobs: JobDto[] }>(
      'GET',
      '/api/v1/queue/jobs?order=queue&limit=500',
    );
    expect(page.total).toBe(SUBMITS * 0.9 - cancelled.size);
    const priorities = page.jobs.map((job) => job.priority);
    expect(priorities).toEqual([...priorities].sort((a, b) => b - a));
    expect(page.jobs.map((job) => job.queue_position)).toEqual(page.jobs.map((_, at) => at + 1));
  });
});
