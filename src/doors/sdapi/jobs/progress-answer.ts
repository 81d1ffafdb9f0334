// Progress as A1111 tells it. Pure.
import type { JsonObject } from '../../../common/json.js';
import type { RunPreview, RunProgress } from '../../../dispatch/contract/index.js';
import { readObject } from '../../../jobs/job.js';

const IDLE_STATE = {
  skipped: false,
  interrupted: false,
  stopping_generation: false,
  job: '',
  job_count: 0,
  job_timestamp: '0',
  job_no: 0,
  sampling_step: 0,
  sampling_steps: 0,
};
const SAMPLING = new Set(['sampling', 'hires', 'saving']);

export interface RunningJob {
  started_timestamp: string | null;
  generation_params_json: string;
}

export function idleProgress(): JsonObject {
  return { progress: 0, eta_relative: 0, state: { ...IDLE_STATE }, current_image: null, textinfo: null };
}

/** While a model loads `job_count` is -1 and the value 0.01, as with A1111. */
export function runningProgress(
  job: RunningJob,
  live: RunProgress | undefined,
  preview: RunPreview | undefined,
): JsonObject {
  const isSampling = live !== undefined && SAMPLING.has(live.phase);
  return {
    progress: Math.min(1, Math.max(0.01, (live?.percent ?? 0) / 100)),
    eta_relative: live?.etaSeconds ?? 0,
    state: {
      ...IDLE_STATE,
      job: `scripts_${kindOf(job.generation_params_json)}`,
      job_count: isSampling ? 1 : -1,
      job_timestamp: timestampOf(job.started_timestamp),
      sampling_step: live?.step ?? 0,
      sampling_steps: live?.steps ?? stepsOf(job.generation_params_json),
    },
    current_image: preview ? preview.bytes.toString('base64') : null,
    textinfo: null,
  };
}

export interface TaskState {
  active: boolean;
  queued: boolean;
  completed: boolean;
}

/** Of a task that does not run: A1111 says these words. */
export function waitingTask(state: TaskState, textinfo = 'Waiting...'): JsonObject {
  return { ...state, progress: null, eta: null, live_preview: null, id_live_preview: -1, textinfo };
}

export function activeTask(
  live: RunProgress | undefined,
  preview: { id: number; uri: string } | null,
  seen: number,
): JsonObject {
  return {
    ...{ active: true, queued: false, completed: false },
    progress: (live?.percent ?? 0) / 100,
    eta: live?.etaSeconds ?? null,
    live_preview: preview && preview.id !== seen ? preview.uri : null,
    id_live_preview: preview?.id ?? seen,
    textinfo: null,
  };
}

/** Which of the two calls a job came by. */
export function kindOf(paramsJson: string): 'txt2img' | 'img2img' {
  const params = readObject(paramsJson);
  return Array.isArray(params?.['init_images']) ? 'img2img' : 'txt2img';
}

function stepsOf(paramsJson: string): number {
  const steps = readObject(paramsJson)?.['steps'];
  return typeof steps === 'number' ? steps : 0;
}

/** YYYYMMDDhhmmss. */
function timestampOf(iso: string | null): string {
  return iso === null ? '0' : iso.replace(/\D/g, '').slice(0, 14);
}
