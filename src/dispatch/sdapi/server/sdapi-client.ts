// The short calls to a Forge or A1111, each with the time limit that fits it. Owns paths and the reading of
// answers; decides nothing. The long call is in dispatch/long-call.ts.
import { DispatchError, type Target } from '../../contract/index.js';
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import type { ServerReport, TaskReport } from '../../../forge-monitor/observation.js';
import type { HttpAnswer, TargetHttp } from '../../target-http.js';
import { jsonOf, numberOf, textOf } from '../../answers/read-json.js';
import { readPreview } from './preview.js';

const PROGRESS_MS = 10_000;
const CONTROL_MS = 10_000;
const OPTIONS_MS = 30_000;
/** Gigabytes between GPU and RAM. */
const MOVE_MS = 30_000;
const PREVIEW_BYTES = 24 * 1024 * 1024;

export class SdapiClient {
  constructor(private readonly http: TargetHttp) {}

  /** Null when the server has no `/internal` routes (started with --nowebui). */
  async taskProgress(
    target: Target,
    taskId: string,
    previewId: number,
    signal?: AbortSignal,
  ): Promise<TaskReport | null> {
    const answer = await this.http.call(target, {
      method: 'POST',
      path: 'internal/progress',
      json: { id_task: taskId, id_live_preview: previewId, live_preview: true },
      timeoutMs: PROGRESS_MS,
      maxBytes: PREVIEW_BYTES,
      repeatable: true,
      ...(signal ? { signal } : {}),
    });
    if (answer.status === 404) return null;
    return readTaskReport(expectObject(answer, '/internal/progress'));
  }

  async serverProgress(target: Target, signal?: AbortSignal): Promise<ServerReport> {
    const answer = await this.http.call(target, {
      path: 'sdapi/v1/progress?skip_current_image=true',
      timeoutMs: PROGRESS_MS,
      ...(signal ? { signal } : {}),
    });
    return readServerReport(expectObject(answer, '/sdapi/v1/progress'));
  }

  /** Stops whatever runs there: ask whose it is first. */
  async interrupt(target: Target, signal?: AbortSignal): Promise<void> {
    await this.control(target, 'sdapi/v1/interrupt', CONTROL_MS, signal);
  }

  /** Moves the model off the GPU, whatever runs there: ask first. */
  async unloadCheckpoint(target: Target, signal?: AbortSignal): Promise<void> {
    await this.control(target, 'sdapi/v1/unload-checkpoint', MOVE_MS, signal);
  }

  /** Moves it back; nothing happens where it is there already, or (Forge) comes back by itself. */
  async reloadCheckpoint(target: Target, signal?: AbortSignal): Promise<void> {
    await this.control(target, 'sdapi/v1/reload-checkpoint', MOVE_MS, signal);
  }

  async options(target: Target, signal?: AbortSignal): Promise<JsonObject> {
    const answer = await this.http.call(target, {
      path: 'sdapi/v1/options',
      timeoutMs: OPTIONS_MS,
      ...(signal ? { signal } : {}),
    });
    return expectObject(answer, '/sdapi/v1/options');
  }

  /** Saves options for everybody. On A1111 a checkpoint among them is loaded within this call. */
  async setOptions(target: Target, options: JsonObject, signal?: AbortSignal): Promise<void> {
    const call = { method: 'POST' as const, path: 'sdapi/v1/options', json: options, timeoutMs: OPTIONS_MS };
    const answer = await this.http.call(target, { ...call, ...(signal ? { signal } : {}) });
    if (answer.status !== 200) throw unexpected(answer, '/sdapi/v1/options');
  }

  /** The bytes of a file that the server saved; null when it has none there or does not hand it out. */
  async file(
    target: Target,
    absolutePath: string,
    maxBytes: number,
    signal?: AbortSignal,
  ): Promise<Buffer | null> {
    const encoded = absolutePath.split('/').map(encodeURIComponent).join('/');
    const call = { path: `file=${encoded}`, timeoutMs: 60_000, maxBytes };
    const answer = await this.http.call(target, { ...call, ...(signal ? { signal } : {}) });
    return answer.status === 200 ? answer.body : null;
  }

  private async control(
    target: Target,
    path: string,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<void> {
    const call = { method: 'POST' as const, path, timeoutMs };
    const answer = await this.http.call(target, { ...call, ...(signal ? { signal } : {}) });
    if (answer.status >= 300) throw unexpected(answer, `/${path}`);
  }
}

function expectObject(answer: HttpAnswer, what: string): JsonObject {
  const json = answer.status === 200 ? jsonOf(answer.body) : undefined;
  if (!isJsonObject(json)) throw unexpected(answer, what);
  return json;
}

function unexpected(answer: HttpAnswer, what: string): DispatchError {
  return new DispatchError(
    'retryable',
    `The server answered ${what} with status ${answer.status} and no usable JSON.`,
    {
      code: 'bad_answer',
      serverMessage: answer.body.toString('utf8', 0, 4000),
    },
  );
}

export function readTaskReport(json: JsonObject): TaskReport {
  return {
    active: json['active'] === true,
    queued: json['queued'] === true,
    completed: json['completed'] === true,
    progress: numberOf(json['progress']),
    etaSeconds: numberOf(json['eta']),
    preview: readPreview(json['live_preview'], numberOf(json['id_live_preview']) ?? -1),
  };
}

export function readServerReport(json: JsonObject): ServerReport {
  const state = isJsonObject(json['state']) ? json['state'] : {};
  return {
    job: textOf(state['job']) ?? '',
    jobCount: numberOf(state['job_count']) ?? 0,
    jobNo: numberOf(state['job_no']) ?? 0,
    step: numberOf(state['sampling_step']) ?? 0,
    steps: numberOf(state['sampling_steps']) ?? 0,
    progress: numberOf(json['progress']) ?? 0,
    etaSeconds: numberOf(json['eta_relative']),
    interrupted: state['interrupted'] === true,
  };
}
