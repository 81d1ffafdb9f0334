// What one says of a job in a line.
import type { Job } from '../api/queries/queue';

type Facts = Pick<Job, 'generation_params' | 'job_id' | 'width' | 'height'>;

/** The prompt, or the beginning of the id where there is none. */
export function promptOf({ generation_params: params, job_id }: Facts): string {
  const prompt = params['prompt'] ?? params['positive_prompt'];
  return typeof prompt === 'string' && prompt.trim() ? prompt : job_id.slice(0, 8);
}

/** Pixels; nulls where nothing says so yet. */
export function sizeOf({ width, height }: Facts): { width: number | null; height: number | null } {
  return { width, height };
}
