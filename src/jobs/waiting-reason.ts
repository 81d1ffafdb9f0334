// Why a job waits, in a code and a sentence: derived from what is true now, so that it can never be stale.
import { parseJson } from '../common/json.js';
import type { JobRow, WaitingReason } from './job.js';

/** The part of a server that matters here. */
export interface ServerOutlook {
  id: string;
  alias: string;
  appType: string;
  /** Why nothing is sent to it now; null when it takes jobs. */
  obstacle: WaitingReason | null;
}

export interface QueueOutlook {
  now: string;
  paused: boolean;
  /** What else keeps every job from starting. */
  blocked: WaitingReason | null;
  servers: ServerOutlook[];
  /** Waiting jobs before this one; null when not counted. */
  ahead: number | null;
}

/** Null when the job does not wait. */
export function waitingReason(job: JobRow, outlook: QueueOutlook): WaitingReason | null {
  const stored = storedReason(job);
  if (job.status === 'processing') return stored;
  if (job.status !== 'pending') return null;
  if (job.held) return stored ?? { code: 'held', message: 'Held until somebody releases or cancels it.' };
  if (outlook.paused) return { code: 'queue_paused', message: 'The queue is paused; resume it to go on.' };
  if (outlook.blocked) return outlook.blocked;
  if (job.not_before && job.not_before > outlook.now) {
    return stored ?? { code: 'not_before', message: `Not before ${job.not_before}.` };
  }
  // After a released attempt its reason still explains the wait: a server that lacks something, or that went away.
  return serverReason(job, outlook.servers) ?? stored ?? behind(outlook.ahead);
}

function serverReason(job: JobRow, servers: ServerOutlook[]): WaitingReason | null {
  const pinned = job.target_server_alias;
  if (pinned !== null) {
    const server = servers.find((candidate) => candidate.alias === pinned);
    return server
      ? server.obstacle
      : {
          code: 'no_server',
          message: `There is no server "${pinned}" any more; choose another or add it again.`,
        };
  }
  const suitable = servers.filter((server) => server.appType === job.app_type);
  if (!suitable.length)
    return { code: 'no_server', message: `No server of app_type "${job.app_type}" has been added yet.` };
  if (suitable.some((server) => server.obstacle === null)) return null;
  const why = suitable.map((server) => server.obstacle?.message).join(' ');
  return { code: 'no_server_online', message: `No server for this job takes jobs now. ${why}` };
}

function behind(ahead: number | null): WaitingReason {
  if (ahead === 0) return { code: 'next', message: 'Next in line; waits for a free server.' };
  const message =
    ahead === null ? 'Waits for its turn.' : `Waits behind ${ahead} ${ahead === 1 ? 'job' : 'jobs'}.`;
  return { code: 'behind_others', message };
}

function storedReason(job: JobRow): WaitingReason | null {
  return job.waiting_reason_json === null ? null : (parseJson(job.waiting_reason_json) as WaitingReason);
}
