// `application_specific_data`: what the server of a job says of it beyond what all kinds of servers have in common.
// For every app_type alike: the fields of the row, then the plain facts in the server's answer. Pure.
import { isJsonObject, type JsonObject } from '../common/json.js';
import { readObject, type JobRow } from './job.js';
import { infoOf } from './job-work.js';

const MAX_TEXT_CHARS = 500;
const MAX_FACTS = 60;
/** Long, or told elsewhere. */
const LEFT_OUT = /prompt|infotext|^images?$|hash(es)?$|^styles$|^extra_generation_params$/i;

export function applicationData(row: JobRow): JsonObject {
  const info = infoOf(readObject(row.received_json)) ?? {};
  const params = readObject(row.generation_params_json) ?? {};
  return {
    forge_internal_task_id: row.forge_internal_task_id,
    forge_session_hash: row.forge_session_hash,
    sampler: info['sampler_name'] ?? params['sampler_name'] ?? null,
    scheduler: params['scheduler'] ?? null,
    checkpoint: info['sd_model_name'] ?? params['checkpoint_name'] ?? null,
    checkpoint_hash: info['sd_model_hash'] ?? null,
    phase: row.phase,
    handle: handleOf(row),
    result: factsOf(info),
  };
}

/** How the job is known on its server. */
function handleOf(row: JobRow): JsonObject | null {
  const handle = readObject(row.handle_json);
  return handle && factsOf(handle);
}

function factsOf(object: JsonObject): JsonObject | null {
  const facts = Object.entries(object).filter(([key, value]) => isFact(value) && !LEFT_OUT.test(key));
  return facts.length ? Object.fromEntries(facts.slice(0, MAX_FACTS)) : null;
}

function isFact(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= MAX_TEXT_CHARS;
  return typeof value === 'number' || typeof value === 'boolean' || isShortList(value);
}

function isShortList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length <= 100 &&
    value.every((item) => !isJsonObject(item) && !Array.isArray(item))
  );
}
