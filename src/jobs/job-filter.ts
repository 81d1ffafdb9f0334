// From the query of a list to the rows that its caller may see. Pure.
import type { Principal } from '../access/contract/index.js';
import { JOB_STATUSES } from './job.entity.js';
import type { JobFilterQuery } from './list-jobs.dto.js';
import { refuseProblems } from './submission.js';

export interface JobFilter {
  status?: string[];
  appType?: string;
  /** Alias; empty string for jobs that may run anywhere. */
  server?: string;
  source?: string;
  /** Id of a bulk; null for jobs that came alone. */
  bulk?: string | null;
  /** Of the key that they belong to; -1 for none at all, null for the console's. */
  apiKeyId?: number | null;
  /** Part of the prompt, or the beginning of the id. */
  text?: string;
  /** ISO times: at or after, and before. */
  createdAfter?: string;
  createdBefore?: string;
}

/** @throws InvalidRequestError for a state that there is not */
export function filterOf(query: JobFilterQuery, who: Principal): JobFilter {
  return {
    status: statuses(query.status),
    appType: query.app_type || undefined,
    server: query.server === 'any' ? '' : query.server || undefined,
    source: query.source || undefined,
    bulk: query.bulk === 'none' ? null : query.bulk || undefined,
    text: query.text || undefined,
    apiKeyId: keyOf(query.key, who),
    createdAfter: isoOf(query.created_after),
    createdBefore: isoOf(query.created_before),
  };
}

/** Another key's jobs are no jobs to who may see only its own. */
function keyOf(key: string | undefined, who: Principal): number | null | undefined {
  const asked = key === 'none' ? null : key ? Number(key) : undefined;
  const own = who.onlyOwn;
  if (own === undefined) return asked;
  return asked === undefined || asked === own ? own : -1;
}

function isoOf(time: string | undefined): string | undefined {
  return time ? new Date(time).toISOString() : undefined;
}

function statuses(text: string | undefined): string[] | undefined {
  if (!text) return undefined;
  const wanted = [...new Set(text.split(',').map((status) => status.trim()))];
  const unknown = wanted.filter((status) => !(JOB_STATUSES as readonly string[]).includes(status));
  if (unknown.length) {
    const message = `"${unknown.join(', ')}" is no state; use ${JOB_STATUSES.join(', ')}`;
    refuseProblems([{ path: 'status', message }]);
  }
  return wanted;
}
