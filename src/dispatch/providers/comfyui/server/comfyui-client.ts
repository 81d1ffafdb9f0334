// The calls to a ComfyUI, each with the time limit that fits it. Owns paths and the reading of answers; decides nothing.
import { isJsonObject, type JsonObject } from '../../../../common/json.js';
import { DispatchError, type Target } from '../../../contract/index.js';
import type { HttpAnswer, HttpCall, TargetHttp } from '../../../target-http.js';
import { classifyStatus } from '../answer/classify-status.js';
import { parseLenientJson } from '../workflow/lenient-json.js';
import { readEntry, type HistoryEntry } from './history-entry.js';

/** Where a prompt is, as its server tells. `running`: the prompt that holds the worker while ours waits. */
export type Standing =
  | { state: 'ended'; entry: HistoryEntry }
  | { state: 'running' }
  | { state: 'waiting'; running: string | null }
  | { state: 'absent' };

export interface OutputName {
  filename: string;
  subfolder: string;
  type: string;
}

const SHORT_MS = 10_000;
const PROMPT_MS = 30_000;
const FILE_MS = 600_000;
const LIST_BYTES = 64 * 1024 * 1024;
const FILE_BYTES = 256 * 1024 * 1024;

export class ComfyuiClient {
  constructor(private readonly http: TargetHttp) {}

  call(target: Target, call: Omit<HttpCall, 'timeoutMs'> & { timeoutMs?: number }): Promise<HttpAnswer> {
    return this.http.call(target, { timeoutMs: SHORT_MS, ...call });
  }

  /** The answer of POST /prompt as it came. @throws TransportError */
  queue(target: Target, body: JsonObject, signal: AbortSignal): Promise<HttpAnswer> {
    return this.call(target, { method: 'POST', path: 'prompt', json: body, timeoutMs: PROMPT_MS, signal });
  }

  /**
   * Versions from 0.6 tell in one answer. That answer is a 500 for everybody while a poisoned prompt is in the history
   * (seen on 0.33.0), and then the older ways are taken, too.
   */
  async standing(target: Target, promptId: string, signal?: AbortSignal): Promise<Standing> {
    const answer = await this.get(target, `api/jobs/${promptId}`, signal);
    const job = jsonOf(answer);
    if (answer.status === 200 && isJsonObject(job) && typeof job['status'] === 'string')
      return this.standingOfJob(target, job, signal);
    if (answer.status === 404 && isJsonObject(job)) return { state: 'absent' };
    if (answer.status === 404 || answer.status === 405 || answer.status === 500)
      return this.oldStanding(target, promptId, signal);
    throw classifyStatus(answer, target);
  }

  private async standingOfJob(target: Target, job: JsonObject, signal?: AbortSignal): Promise<Standing> {
    if (job['status'] === 'in_progress') return { state: 'running' };
    if (job['status'] !== 'pending') return { state: 'ended', entry: readEntry(job) };
    const list = await this.object(target, 'api/jobs?status=in_progress&limit=1', signal);
    const [first] = Array.isArray(list['jobs']) ? (list['jobs'] as unknown[]) : [];
    const running = isJsonObject(first) && typeof first['id'] === 'string' ? first['id'] : null;
    return { state: 'waiting', running };
  }

  /** History, queue, history again: a prompt may move on between two looks. */
  private async oldStanding(target: Target, promptId: string, signal?: AbortSignal): Promise<Standing> {
    const ended = await this.history(target, promptId, signal);
    if (ended) return ended;
    const { running, pending } = await this.queueIds(target, signal);
    if (running.includes(promptId)) return { state: 'running' };
    if (pending.includes(promptId)) return { state: 'waiting', running: running[0] ?? null };
    return (await this.history(target, promptId, signal)) ?? { state: 'absent' };
  }

  private async history(target: Target, promptId: string, signal?: AbortSignal): Promise<Standing | null> {
    const entry = (await this.object(target, `history/${promptId}`, signal))[promptId];
    return isJsonObject(entry) ? { state: 'ended', entry: readEntry(entry) } : null;
  }

  async queueIds(target: Target, signal?: AbortSignal): Promise<{ running: string[]; pending: string[] }> {
    const queue = await this.object(target, 'queue', signal);
    return { running: idsOf(queue['queue_running']), pending: idsOf(queue['queue_pending']) };
  }

  /** Drops models and the results of nodes; a server that works does it after the prompt. @throws DispatchError */
  async free(target: Target, signal?: AbortSignal): Promise<void> {
    const answer = await this.post(target, 'free', { unload_models: true, free_memory: true }, signal);
    if (answer.status !== 200) throw classifyStatus(answer, target);
  }

  /** Null: the server has no such file any more. */
  async file(target: Target, name: OutputName, signal?: AbortSignal): Promise<Buffer | null> {
    const query = new URLSearchParams({ ...name });
    const call = { path: `view?${query.toString()}`, timeoutMs: FILE_MS, maxBytes: FILE_BYTES };
    const answer = await this.call(target, { ...call, ...(signal ? { signal } : {}) });
    if (answer.status === 200) return answer.body;
    if (answer.status === 404) return null;
    throw classifyStatus(answer, target);
  }

  /** @throws DispatchError for every answer that is no object */
  async object(target: Target, path: string, signal?: AbortSignal): Promise<JsonObject> {
    const answer = await this.get(target, path, signal);
    const json = jsonOf(answer);
    if (answer.status !== 200) throw classifyStatus(answer, target);
    if (isJsonObject(json)) return json;
    const message = `The server answered /${path.split('?')[0]} with something that makes no sense (a proxy’s page?).`;
    throw new DispatchError('retryable', message, {
      code: 'bad_answer',
      serverMessage: answer.body.toString('utf8', 0, 4000),
    });
  }

  get(target: Target, path: string, signal?: AbortSignal): Promise<HttpAnswer> {
    return this.call(target, { path, maxBytes: LIST_BYTES, ...(signal ? { signal } : {}) });
  }

  post(target: Target, path: string, json: unknown, signal?: AbortSignal): Promise<HttpAnswer> {
    return this.call(target, { method: 'POST', path, json, ...(signal ? { signal } : {}) });
  }
}

export function jsonOf({ body }: HttpAnswer): unknown {
  return parseLenientJson(body.toString('utf8'));
}

/** Items are lists of five elements or more; the second one is the id. */
function idsOf(items: unknown): string[] {
  if (!Array.isArray(items)) return [];
  return (items as unknown[]).flatMap((item) => {
    const id: unknown = Array.isArray(item) ? item[1] : undefined;
    return typeof id === 'string' ? [id] : [];
  });
}
