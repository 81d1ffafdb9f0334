// What a finished job looks like as the answer of A1111's txt2img or img2img. Pure.
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import { readObject, type JobError, type JobRow } from '../../../jobs/job.js';
import { className, ServerWordsError } from '../door-problem.js';

/** Echoed by the servers as we sent it; the client's own value is what it expects to see. */
const OURS: JsonObject = {
  seed: -1,
  subseed: -1,
  override_settings: null,
  override_settings_restore_afterwards: true,
  force_task_id: null,
  send_images: true,
  save_images: false,
};

/** The request with all defaults, as the server echoed it but for what is ours. */
export function parametersOf(received: JsonObject | null, asked: JsonObject): JsonObject {
  const echo = received?.['parameters'];
  if (!isJsonObject(echo)) return asked;
  const fields = Object.entries(echo).map(([field, value]) => {
    if (Object.hasOwn(asked, field)) return [field, sameKind(asked[field], value) ? asked[field] : value];
    return [field, Object.hasOwn(OURS, field) ? OURS[field] : value];
  });
  return Object.fromEntries(fields) as JsonObject;
}

/** JSON within JSON, exactly as it came. */
export function infoOf(received: JsonObject | null): string {
  const info = received?.['info'];
  if (typeof info === 'string') return info;
  return JSON.stringify(isJsonObject(info) ? info : { infotexts: [] });
}

/** A job that ended without images, as the server would have failed. */
export function failureOf(row: JobRow): ServerWordsError {
  if (row.status === 'cancelled') return new ServerWordsError(500, 'JobCancelled', 'The job was cancelled.');
  const error = readObject(row.error_json) as JobError | null;
  const code = error?.code ?? 'server_error';
  const words = error?.server_message ?? '';
  const named = /^([A-Z]\w{2,80}): /.exec(words);
  const isRefused = code === 'script_not_found' || code === 'invalid_parameters';
  const message = [error?.message ?? 'The job failed.', words].filter(Boolean).join(' ');
  return new ServerWordsError(
    isRefused ? 422 : 500,
    isRefused ? 'HTTPException' : (named?.[1] ?? className(code)),
    message,
    isRefused ? message : '',
  );
}

/** As A1111 answers when a generation is interrupted before its first image. */
export function interruptedInfo(row: JobRow): string {
  const params = readObject(row.generation_params_json) ?? {};
  const { prompt = '', negative_prompt = '', seed = -1, width = 512, height = 512 } = params;
  const all = { all_prompts: [prompt], all_seeds: [seed], infotexts: [''], index_of_first_image: 0 };
  return JSON.stringify({ prompt, negative_prompt, seed, width, height, ...all });
}

function sameKind(asked: unknown, echoed: unknown): boolean {
  if (asked === null || echoed === null) return true;
  return typeof asked === typeof echoed && Array.isArray(asked) === Array.isArray(echoed);
}
