// Jobs that were asked for as one share an id (`bulk_job_id`); its beginning tells what they are. Pure.
import { randomBytes } from 'node:crypto';

export type GroupKind = 'bulk' | 'pipeline';

/** Two of them may be alike: the table refuses the second. */
export function newGroupId(kind: GroupKind): string {
  return `${kind}_${randomBytes(4).toString('hex')}`;
}

/** Of a job or an event that belongs to a pipeline; null for other bulks and for none. */
export function pipelineIdOf(bulkJobId: string | null): string | null {
  return bulkJobId?.startsWith('pipeline_') ? bulkJobId : null;
}
