// What a completed job is stored with. Pure.
import type { RunOutputs } from '../dispatch/contract/index.js';
import { RESULT_ROLES } from '../gallery/image.entity.js';
import type { SavedImage } from '../gallery/image-record.js';
import type { Ending } from '../jobs/job-claims.js';
import { readList, readObject, type JobWarning } from '../jobs/job.js';
import type { Attempt } from './attempt.js';

/** All that was odd about a job: when it was read, when it was sent, and in what came back; each thing once. */
export function warningsOf(attempt: Attempt, outputs: RunOutputs): JobWarning[] {
  const all: JobWarning[] = [
    ...readList<JobWarning>(attempt.row.warnings_json),
    ...(attempt.sent?.request.warnings ?? []).map((message) => ({ code: 'request', message })),
    ...outputs.warnings.map(({ code, message }) => ({ code, message })),
  ];
  return [...new Map(all.map((warning) => [`${warning.code} ${warning.message}`, warning])).values()];
}

export function completedWith(attempt: Attempt, saved: SavedImage[], warnings: JobWarning[]): Ending {
  const results = saved.filter((image) => RESULT_ROLES.includes(image.role));
  const params = readObject(attempt.row.generation_params_json) ?? {};
  return {
    status: 'completed',
    error: null,
    warnings,
    imageCount: saved.length,
    result: {
      message: `${counted(results)} made by ${attempt.server.alias}.`,
      saved_filenames: saved.map((image) => image.filename),
      images: saved.map(({ filename, role, seed, width, height, sha256 }) => ({
        ...{ filename, role, seed },
        ...{ width, height, sha256 },
      })),
      positive_prompt: params['prompt'] ?? null,
      negative_prompt: params['negative_prompt'] ?? null,
    },
  };
}

function counted(results: SavedImage[]): string {
  const word = results.every(({ role }) => role === 'image') ? 'image' : 'file';
  return `${results.length} ${word}${results.length === 1 ? '' : 's'}`;
}
