// StableQueue's API as a client uses it: over HTTP, with answers as they come. Knows nothing of the server's insides
// but the types of its answers.
import { Agent, request } from 'undici';
import type { ProblemBody } from '../../src/common/problem.filter.js';
import type {
  JobDetailsDto,
  JobDto,
  JobListDto,
  JobMessageDto,
  SubmittedDto,
} from '../../src/jobs/job-status.dto.js';
import type { QueueStateDto } from '../../src/jobs/queue.dto.js';
import { eventually, PATIENCE_MS } from './eventually.js';

export interface Answer<T> {
  status: number;
  body: T;
}

/** A body to submit; `params` are merged over a small, quick picture. */
export interface Submission {
  params?: Record<string, unknown>;
  server?: string;
  appType?: string;
  source?: string;
  priority?: number;
  notBefore?: string;
  maxRetries?: number;
}

export interface ServerSettings {
  alias: string;
  base_url: string;
  app_type?: string;
  options?: Record<string, unknown>;
  [field: string]: unknown;
}

/** What a server's answer says of its health; only what tests look at. */
export interface ServerState {
  alias: string;
  health: {
    state: string;
    problem: string | null;
    problem_code: string | null;
    loaded_checkpoint: string | null;
    busy_elsewhere: boolean | null;
    circuit: { state: string; failures: number };
  };
}

const QUICK_PICTURE = { prompt: 'a lighthouse at dusk', steps: 4, width: 64, height: 64, seed: 7 };
const ENDED = new Set(['completed', 'failed', 'cancelled']);

export class UnexpectedAnswer extends Error {}

export class ApiClient {
  private readonly agent: Agent;

  constructor(
    readonly url: string,
    connections = 16,
  ) {
    this.agent = new Agent({ connections, pipelining: 1 });
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  async call<T = unknown>(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Answer<T>> {
    const answer = await request(`${this.url}${path}`, {
      method,
      dispatcher: this.agent,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    return {
      status: answer.statusCode,
      body: ((text && text.startsWith('{')) || text.startsWith('[') ? JSON.parse(text) : text) as T,
    };
  }

  /** @throws UnexpectedAnswer for any status of 400 and more */
  async ok<T>(method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
    const answer = await this.call<T>(method, path, body);
    if (answer.status >= 400)
      throw new UnexpectedAnswer(
        `${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`,
      );
    return answer.body;
  }

  /** Stores a server and waits until it is online. */
  async addServer(settings: ServerSettings, timeoutMs = PATIENCE_MS): Promise<void> {
    await this.ok('POST', '/api/v1/servers', settings);
    await this.serverIs(settings.alias, 'online', timeoutMs);
  }

  server(alias: string): Promise<ServerState> {
    return this.ok('GET', `/api/v1/servers/${encodeURIComponent(alias)}`);
  }

  serverIs(alias: string, state: string, timeoutMs = PATIENCE_MS): Promise<ServerState> {
    return eventually(async () => {
      const server = await this.server(alias);
      if (server.health.state !== state)
        throw new Error(`${alias} is ${server.health.state}: ${server.health.problem ?? ''}`);
      return server;
    }, timeoutMs);
  }

  /** @returns the job's id */
  async submit(submission: Submission = {}): Promise<string> {
    const answer = await this.ok<SubmittedDto>('POST', '/api/v1/generate', bodyOf(submission));
    return answer.job_id;
  }

  refusal(body: unknown): Promise<Answer<ProblemBody>> {
    return this.call<ProblemBody>('POST', '/api/v1/generate', body);
  }

  job(id: string): Promise<JobDto> {
    return this.ok('GET', `/api/v1/queue/jobs/${id}/status`);
  }

  details(id: string): Promise<JobDetailsDto> {
    return this.ok('GET', `/api/v1/queue/jobs/${id}`);
  }

  act(
    id: string,
    action: 'cancel' | 'retry' | 'move' | 'hold' | 'release' | 'priority',
    body?: unknown,
  ): Promise<JobMessageDto> {
    return this.ok('POST', `/api/v1/queue/jobs/${id}/${action}`, body);
  }

  /** Waits until the job has ended; fails at once when it ended in another way than `status`. */
  async ended(
    id: string,
    status: 'completed' | 'failed' | 'cancelled',
    timeoutMs = PATIENCE_MS,
  ): Promise<JobDto> {
    const job = await this.jobThat(id, (one) => ENDED.has(one.status), timeoutMs);
    if (job.status !== status)
      throw new Error(`Job ${id} is ${job.status}, not ${status}: ${JSON.stringify(job.error)}`);
    return job;
  }

  jobThat(id: string, accepts: (job: JobDto) => boolean, timeoutMs = PATIENCE_MS): Promise<JobDto> {
    return eventually(async () => {
      const job = await this.job(id);
      if (accepts(job)) return job;
      const { status, phase, step, attempt, waiting_reason, error } = job;
      throw new Error(`job ${JSON.stringify({ status, phase, step, attempt, waiting_reason, error })}`);
    }, timeoutMs);
  }

  /** Every job that matches, page by page. */
  async allJobs(query = ''): Promise<JobDto[]> {
    const jobs: JobDto[] = [];
    for (;;) {
      const page = await this.ok<JobListDto>(
        'GET',
        `/api/v1/queue/jobs?limit=500&offset=${jobs.length}&order=asc${query && `&${query}`}`,
      );
      jobs.push(...page.jobs);
      if (page.jobs.length === 0 || jobs.length >= page.total) return jobs;
    }
  }

  queue(): Promise<QueueStateDto> {
    return this.ok('GET', '/api/v1/queue');
  }

  pause(): Promise<QueueStateDto> {
    return this.ok('POST', '/api/v1/queue/pause');
  }

  resume(): Promise<QueueStateDto> {
    return this.ok('POST', '/api/v1/queue/resume');
  }

  /** No job waits or runs any more. */
  async settled(timeoutMs: number): Promise<QueueStateDto> {
    return eventually(
      async () => {
        const queue = await this.queue();
        if (queue.jobs.pending + queue.jobs.processing > 0) throw new Error(JSON.stringify(queue.jobs));
        return queue;
      },
      timeoutMs,
      100,
    );
  }

  async bytes(path: string): Promise<Buffer> {
    const answer = await request(new URL(path, this.url), { dispatcher: this.agent });
    if (answer.statusCode !== 200)
      throw new UnexpectedAnswer(`GET ${path} answered ${answer.statusCode}: ${await answer.body.text()}`);
    return Buffer.from(await answer.body.arrayBuffer());
  }
}

export function bodyOf(submission: Submission): Record<string, unknown> {
  const { params, server, appType, source, priority, notBefore, maxRetries } = submission;
  return {
    generation_params: { ...QUICK_PICTURE, ...params },
    target_server_alias: server,
    app_type: appType,
    source_info: source,
    priority,
    not_before: notBefore,
    max_retries: maxRetries,
  };
}
