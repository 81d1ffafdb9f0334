// Calls to the page of a Forge or A1111: reading it, calling its functions past the queue, joining the queue, fetching
// files. Owns paths, time limits and which page is still the right one. What waits in the queue is in queue/.
import { isJsonObject, type JsonObject } from '../../common/json.js';
import { jsonOf, textOf } from '../answers/read-json.js';
import { DispatchError, type Target } from '../contract/index.js';
import type { HttpAnswer, HttpCall, TargetHttp } from '../target-http.js';
import { keyOf } from '../target-key.js';
import { classifyPageAnswer, noPage } from './classify-page-answer.js';
import type { Page, PageFunction } from './page/page.js';
import { appIdOf, readPage } from './page/read-page.js';

const SHORT_MS = 10_000;
const CONFIG_MS = 30_000;
/** Some MB with many extensions. */
const MAX_CONFIG_BYTES = 128 * 1024 * 1024;
const JOIN_MS = 30_000;
const FILE_MS = 120_000;
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

interface KnownPage {
  page: Page;
  readAt: number;
}

export class PageClient {
  private readonly pages = new Map<string, KnownPage>();

  constructor(readonly http: TargetHttp) {}

  /**
   * The page as it is now. One of Gradio 4 is read again only when its app_id is another one; Gradio 3 has none, so its
   * page is read again unless it was read within `maxAgeMs`.
   * @throws DispatchError, TransportError
   */
  async page(target: Target, signal: AbortSignal, maxAgeMs = 0): Promise<Page> {
    const known = this.pages.get(keyOf(target));
    if (known && (await this.isCurrent(target, known, maxAgeMs, signal))) return known.page;
    const answer = await this.http.call(target, {
      path: 'config',
      timeoutMs: CONFIG_MS,
      maxBytes: MAX_CONFIG_BYTES,
      signal,
    });
    if (answer.status !== 200) throw classifyPageAnswer(answer, target);
    const page = readPage(jsonOf(answer.body));
    if (!page) throw noPage(answer.body.toString('utf8', 0, 500));
    this.pages.set(keyOf(target), { page, readAt: Date.now() });
    return page;
  }

  forget(target: Target): void {
    this.pages.delete(keyOf(target));
  }

  /**
   * Calls a function at once, past the queue.
   * @throws DispatchError, TransportError
   */
  async call(target: Target, fn: PageFunction, data: unknown[], signal: AbortSignal): Promise<JsonObject> {
    const json = { data, fn_index: fn.index, session_hash: null, event_data: null };
    const answer = await this.post(target, 'run/predict', json, signal);
    return objectIn(answer, target);
  }

  /**
   * Joins the queue of Gradio 4; the id of the event. What it tells comes on the stream of the session.
   * @throws DispatchError, TransportError
   */
  async join(
    target: Target,
    fn: PageFunction,
    data: unknown[],
    session: string,
    signal: AbortSignal,
  ): Promise<string> {
    const json = {
      data,
      fn_index: fn.index,
      session_hash: session,
      event_data: null,
      trigger_id: fn.triggerId,
    };
    const answer = await this.post(target, 'queue/join', json, signal);
    const error = answer.status === 200 ? null : classifyPageAnswer(answer, target);
    if (error?.code === 'page_changed') this.forget(target);
    if (error) throw error;
    const event = textOf(objectIn(answer, target)['event_id'], 200);
    if (event === null) throw badAnswer('The queue of the server’s page did not say what it calls our job.');
    return event;
  }

  /**
   * A file that the page gave us the path of.
   * @throws DispatchError `result_lost` when it is not given out, TransportError
   */
  async file(target: Target, path: string, signal?: AbortSignal): Promise<Buffer> {
    if (path.split(/[\\/]/).includes('..')) throw badAnswer('The path of a picture leads out of its folder.');
    const call: HttpCall = {
      path: `file=${path.split('/').map(encodeURIComponent).join('/')}`,
      timeoutMs: FILE_MS,
      maxBytes: MAX_FILE_BYTES,
    };
    const answer = await this.http.call(target, { ...call, ...(signal ? { signal } : {}) });
    if (answer.status === 200) return answer.body;
    if (answer.status === 401) throw classifyPageAnswer(answer, target);
    const message =
      'The server made the picture, but does not give out its file (moved, deleted, or outside of the folders that it may serve).';
    throw new DispatchError('lost', message, {
      code: 'result_lost',
      serverMessage: answer.body.toString('utf8', 0, 4000),
    });
  }

  /** Whether the login is good and the queue there; renews the login on the way. @throws TransportError */
  queueStatus(target: Target, signal: AbortSignal): Promise<HttpAnswer> {
    return this.http.call(target, { path: 'queue/status', timeoutMs: SHORT_MS, signal });
  }

  private post(target: Target, path: string, json: unknown, signal: AbortSignal): Promise<HttpAnswer> {
    const call = {
      method: 'POST' as const,
      path,
      json,
      timeoutMs: JOIN_MS,
      maxBytes: MAX_OUTPUT_BYTES,
      signal,
    };
    return this.http.call(target, call);
  }

  private async isCurrent(
    target: Target,
    { page, readAt }: KnownPage,
    maxAgeMs: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (page.appId === null) return Date.now() - readAt < maxAgeMs;
    const answer = await this.http.call(target, { path: 'app_id', timeoutMs: SHORT_MS, signal });
    const json = answer.status === 200 ? jsonOf(answer.body) : undefined;
    return isJsonObject(json) && appIdOf(json) === page.appId;
  }
}

function objectIn(answer: HttpAnswer, target: Target): JsonObject {
  if (answer.status !== 200) throw classifyPageAnswer(answer, target);
  const json = jsonOf(answer.body);
  if (isJsonObject(json)) return json;
  throw badAnswer('The page of the server answered with something that is no JSON (a proxy’s page?).');
}

function badAnswer(message: string): DispatchError {
  return new DispatchError('retryable', message, { code: 'bad_answer' });
}
