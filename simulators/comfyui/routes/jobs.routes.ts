import { jsonAnswer } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { route } from '../http/router.js';
import type { Exchange, Route } from '../http/router.js';
import { isDict, parseJson } from '../python-json.js';
import type { Json } from '../python-json.js';
import { JobsView, jobStatuses } from '../queue/jobs-view.js';
import type { JobStatus } from '../queue/jobs-view.js';
import type { ServerLife } from '../server-life.js';
import type { Abilities } from '../abilities.js';

/** The jobs of newer releases: queue and history as one list. */
export function jobsRoutes(can: Abilities): Route[] {
  if (!can.jobs) return [];
  const cancelling = [
    route('POST', '/api/jobs/cancel', cancelSeveral),
    route('POST', '/api/jobs/{job_id}/cancel', ({ life, params }) =>
      jsonAnswer({ cancelled: cancel(life, params['job_id'] ?? '') }),
    ),
  ];
  return [
    route('GET', '/api/jobs', list),
    route('GET', '/api/jobs/{job_id}', one),
    ...(can.cancelsJobs ? cancelling : []),
  ];
}

function one({ life, params }: Exchange): Answer {
  const job = new JobsView(life).find(params['job_id'] ?? '');
  return job ? jsonAnswer(job) : refusal('Job not found', 404);
}

function list({ life, query }: Exchange): Answer {
  const statuses = statusesIn(query.get('status'));
  if ('error' in statuses) return statuses.error;
  const sortBy = (query.get('sort_by') ?? 'created_at').toLowerCase();
  if (sortBy !== 'created_at' && sortBy !== 'execution_duration')
    return refusal("sort_by must be 'created_at' or 'execution_duration'");
  const order = (query.get('sort_order') ?? 'desc').toLowerCase();
  if (order !== 'asc' && order !== 'desc') return refusal("sort_order must be 'asc' or 'desc'");
  const limit = integer(query.get('limit'));
  if (limit === undefined) return refusal('limit must be an integer');
  if (limit !== null && limit <= 0) return refusal('limit must be a positive integer');
  const offset = integer(query.get('offset'));
  if (offset === undefined) return refusal('offset must be an integer');
  const jobs = new JobsView(life).list(statuses.wanted, query.get('workflow_id'), { sortBy, order });
  const start = Math.max(0, offset ?? 0);
  const page = limit === null ? jobs.slice(start) : jobs.slice(start, start + limit);
  const has_more = start + page.length < jobs.length;
  return jsonAnswer({ jobs: page, pagination: { offset: start, limit, total: jobs.length, has_more } });
}

function refusal(error: string, status = 400): Answer {
  return jsonAnswer({ error }, status);
}

function statusesIn(text: string | null): { wanted: readonly JobStatus[] } | { error: Answer } {
  if (text === null) return { wanted: jobStatuses };
  const asked = text
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter(Boolean);
  const wrong = asked.filter((part) => !jobStatuses.some((status) => status === part));
  if (wrong.length > 0)
    return {
      error: refusal(`Invalid status value(s): ${wrong.join(', ')}. Valid values: ${jobStatuses.join(', ')}`),
    };
  return { wanted: jobStatuses.filter((status) => asked.includes(status)) };
}

/** undefined: no integer. */
function integer(text: string | null): number | null | undefined {
  if (text === null || text === '') return null;
  return /^\s*[-+]?\d+\s*$/.test(text) ? Number(text) : undefined;
}

/** A waiting job is taken out, a running one stopped; in one step, so that no other is hit. */
function cancel(life: ServerLife, promptId: string): boolean {
  if (life.queue.delete(promptId)) return true;
  if (life.queue.current?.promptId !== promptId) return false;
  life.interrupts.ask();
  return true;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function cancelSeveral({ life, body }: Exchange): Answer {
  const parsed = parseOrUndefined(body.toString('utf8'));
  if (parsed === undefined) return refusal('Request body must be valid JSON');
  const ids = isDict(parsed) ? parsed.get('job_ids') : undefined;
  if (!Array.isArray(ids)) return refusal('job_ids must be a list');
  const invalid_ids = ids.filter((id) => typeof id !== 'string' || !uuid.test(id));
  if (invalid_ids.length > 0)
    return jsonAnswer({ error: 'job_ids contains invalid id(s)', invalid_ids }, 400);
  const done = ids.map((id) => cancel(life, String(id as string)));
  return jsonAnswer({ cancelled: done.some(Boolean) });
}

function parseOrUndefined(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
