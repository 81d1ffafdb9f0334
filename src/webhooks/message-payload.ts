// The message of an event: `{ type, timestamp, data }`, at most 20 kB, with addresses of images instead of images. Pure.
// Frozen when its event is planned: every try sends the same, only with its links signed anew (`fresh-links.ts`).
import { isJsonObject, shortenStrings, type JsonObject } from '../common/json.js';
import type { AppEvent } from '../events/app-event.js';
import { readList, readObject } from '../jobs/job.js';
import type { BulkFacts, JobFacts } from './message-facts.repository.js';

export interface Payload {
  type: string;
  /** When it happened, ISO-8601 in UTC. */
  timestamp: string;
  data: JsonObject;
}

/** An image as a message shows it; its addresses are whole and open without a key for a week. */
export interface PayloadImage {
  filename: string;
  role: string;
  url: string;
  preview_url: string;
  width: number;
  height: number;
  seed: number | null;
}

export const LONGEST_PAYLOAD_BYTES = 20_000;
const SHOWN_PARAMS = [
  ...['prompt', 'negative_prompt', 'steps', 'sampler_name', 'scheduler', 'cfg_scale', 'distilled_cfg_scale'],
  ...['width', 'height', 'seed', 'batch_size', 'n_iter', 'checkpoint_name', 'denoising_strength'],
];
const PROMPT_CHARS = 1_000;

export function jobPayload(event: AppEvent, job: JobFacts | undefined, images: PayloadImage[]): Payload {
  const id = event.jobId ?? '';
  const ids = { job_id: id, stablequeue_job_id: id, mobilesd_job_id: id };
  const status = event.data['status'] ?? job?.status ?? event.type.replace('job.', '');
  const data: JsonObject = job
    ? { ...ids, status, ...factsOf(job), ...progressOf(event, job), images }
    : { ...ids, status, ...remainsOf(event), images };
  return fitting({ type: event.type, timestamp: event.timestamp, data });
}

export function bulkPayload(
  event: AppEvent,
  bulk: BulkFacts | undefined,
  counts: Record<string, number>,
): Payload {
  const data = { bulk_job_id: event.bulkJobId, ...(bulk && bulkFacts(bulk)), jobs: counts, ...event.data };
  return fitting({ type: event.type, timestamp: event.timestamp, data });
}

export function otherPayload(event: AppEvent): Payload {
  const subject = { server_alias: event.serverAlias ?? undefined, api_key_id: event.apiKeyId ?? undefined };
  return fitting({ type: event.type, timestamp: event.timestamp, data: { ...subject, ...event.data } });
}

function bulkFacts(bulk: BulkFacts): JsonObject {
  return {
    name: bulk.name,
    app_type: bulk.app_type,
    source_info: bulk.source_info,
    target_server_alias: bulk.target_server_alias,
    total_jobs: bulk.total_jobs,
    created_timestamp: bulk.created_timestamp,
    finished_timestamp: bulk.finished_timestamp,
  };
}

function factsOf(job: JobFacts): JsonObject {
  return {
    app_type: job.app_type,
    server_alias: job.server_alias,
    target_server_alias: job.target_server_alias,
    source_info: job.source_info,
    bulk_job_id: job.bulk_job_id,
    creation_timestamp: job.creation_timestamp,
    started_timestamp: job.started_timestamp,
    completion_timestamp: job.completion_timestamp,
    retry_count: job.retry_count,
    image_count: job.image_count,
    metadata: readObject(job.metadata_json),
    warnings: readList(job.warnings_json),
    generation: generationOf(readObject(job.generation_params_json) ?? {}),
  };
}

/** The job may have gone on since (a retry): what its event says of it counts. */
function progressOf(event: AppEvent, job: JobFacts): JsonObject {
  const { progress, phase, step, steps, eta } = event.data;
  if (event.type === 'job.progress') return { progress, phase, step, steps, eta, error: null };
  const error = event.type === 'job.failed' ? (event.data['error'] ?? readObject(job.error_json)) : null;
  return { progress: event.type === 'job.completed' ? 100 : job.progress, error };
}

/** What is left of a job that is deleted. */
function remainsOf(event: AppEvent): JsonObject {
  const { app_type = null, error = null, progress = null } = event.data;
  return {
    app_type,
    server_alias: event.serverAlias ?? null,
    bulk_job_id: event.bulkJobId ?? null,
    progress: event.type === 'job.completed' ? 100 : progress,
    error,
    deleted: true,
  };
}

function generationOf(params: JsonObject): JsonObject {
  const shown = SHOWN_PARAMS.filter((name) => params[name] !== undefined);
  return Object.fromEntries(shown.map((name) => [name, shortened(params[name])]));
}

function shortened(value: unknown): unknown {
  return typeof value === 'string' && value.length > PROMPT_CHARS
    ? `${value.slice(0, PROMPT_CHARS)}…`
    : value;
}

/** From what is missed least to what is missed most. */
const SACRIFICES: ((data: JsonObject) => JsonObject)[] = [
  (data) => shortenStrings(data, 2_000, 500) as JsonObject,
  (data) => ({ ...data, warnings: firstOf(data['warnings'], 5) }),
  (data) => ({ ...data, images: firstOf(data['images'], 10) }),
  (data) => ({ ...data, metadata: null }),
  (data) => shortenStrings(data, 300, 200) as JsonObject,
  (data) => ({ ...data, warnings: [], generation: null }),
  (data) =>
    Object.fromEntries(
      Object.entries(data).filter(([, value]) => !isJsonObject(value) && !Array.isArray(value)),
    ),
];

/** Long things are left out until it fits; `truncated` says so. */
function fitting(payload: Payload): Payload {
  let { data } = payload;
  for (const sacrifice of SACRIFICES) {
    if (Buffer.byteLength(JSON.stringify({ ...payload, data })) <= LONGEST_PAYLOAD_BYTES) break;
    data = { ...sacrifice(data), truncated: true };
  }
  return { ...payload, data };
}

function firstOf(list: unknown, count: number): unknown {
  return Array.isArray(list) ? list.slice(0, count) : list;
}
