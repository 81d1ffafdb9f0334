// Why a job waits, in a code and a sentence: derived from what is true now, so that it can never be stale.
import { parseJson } from '../common/json.js';
import type { AwaitedJob } from './job-dependencies.repository.js';
import type { JobRow, WaitingReason } from './job.js';
import { hasSpentGpu, type QuotaStanding } from './quota-standings.repository.js';

/** The part of a server that matters here. */
export interface ServerOutlook {
  id: string;
  alias: string;
  appType: string;
  /** Why nothing is sent to it now; null when it takes jobs. */
  obstacle: WaitingReason | null;
}

/** A server that a job stays away from; `until` null: for as long as it waits. */
export interface KnownExclusion {
  serverId: string;
  until: string | null;
  reason: string;
  /** Of what it lacks; absent: of something that the server does not have. */
  code?: 'no_server_with_memory';
}

export interface QueueOutlook {
  now: string;
  paused: boolean;
  /** What else keeps every job from starting. */
  blocked: WaitingReason | null;
  servers: ServerOutlook[];
  /** Waiting jobs before this one; null when not counted. */
  ahead: number | null;
  /** The first job that this one waits for; null where it waits for none. */
  awaited: AwaitedJob | null;
  /** Of this job. */
  exclusions: KnownExclusion[];
  /** Of this job's key; null where it has no quota. */
  quota: QuotaStanding | null;
  /** What the scheduler decided that keeps it from its turn; null: it only stands behind others. */
  turn: WaitingReason | null;
  /** Aliases that this job's key may use; null for all. */
  keyServers: readonly string[] | null;
}

/** Null when the job does not wait. */
export function waitingReason(job: JobRow, outlook: QueueOutlook): WaitingReason | null {
  const stored = storedReason(job);
  if (job.status === 'processing') return stored;
  if (job.status !== 'pending') return null;
  if (job.held) return stored ?? { code: 'held', message: 'Held until somebody releases or cancels it.' };
  if (job.open_dependencies > 0) return forJobs(job.open_dependencies, outlook.awaited);
  if (outlook.paused) return { code: 'queue_paused', message: 'The queue is paused; resume it to go on.' };
  if (outlook.blocked) return outlook.blocked;
  if (job.not_before && job.not_before > outlook.now) {
    return stored ?? { code: 'not_before', message: `Not before ${job.not_before}.` };
  }
  // After a released attempt its reason still explains the wait: a server that lacks something, or that went away.
  return (
    serverReason(job, outlook) ??
    quotaReason(job, outlook.quota, outlook.now) ??
    stored ??
    outlook.turn ??
    behind(outlook.ahead)
  );
}

const AWAITED_STATES: Record<JobRow['status'], string> = {
  pending: 'which waits itself',
  processing: 'which runs now',
  completed: 'which has just completed',
  failed: 'which has failed: retry that one',
  cancelled: 'which was cancelled: retry that one',
};

function forJobs(jobs: number, first: AwaitedJob | null): WaitingReason {
  const which = first ? `job ${first.id}, ${AWAITED_STATES[first.status]}` : 'one that has just ended';
  const message = jobs === 1 ? `Waits for ${which}.` : `Waits for ${jobs} jobs, first for ${which}.`;
  return { code: 'waiting_for_jobs', message };
}

function serverReason(job: JobRow, outlook: QueueOutlook): WaitingReason | null {
  const suitable = suitableServers(job, outlook);
  if (!Array.isArray(suitable)) return suitable;
  const inTheWay = suitable.map((server) => ({ server, ...obstacleFor(server, outlook) }));
  if (inTheWay.some(({ obstacle }) => obstacle === null)) return null;
  const [first] = inTheWay;
  const pinned = job.target_server_alias !== null;
  if (inTheWay.every(({ lacks }) => lacks)) {
    const message = pinned
      ? `It cannot run on "${job.target_server_alias}": ${first!.obstacle!.message}`
      : `No server has all that this job needs. ${inTheWay.map(({ obstacle }) => obstacle!.message).join(' ')}`;
    const onlyMemory = inTheWay.every(({ obstacle }) => obstacle?.code === 'no_server_with_memory');
    return { code: onlyMemory ? 'no_server_with_memory' : 'model_on_no_server', message };
  }
  if (pinned) return first!.obstacle;
  const why = inTheWay.map(({ obstacle }) => obstacle!.message).join(' ');
  return { code: 'no_server_online', message: `No server for this job takes jobs now. ${why}` };
}

/** The servers that it may go to at all, or why there is none. */
function suitableServers(job: JobRow, outlook: QueueOutlook): ServerOutlook[] | WaitingReason {
  const pinned = job.target_server_alias;
  const mayUse = (server: ServerOutlook): boolean => outlook.keyServers?.includes(server.alias) ?? true;
  if (pinned !== null) {
    const server = outlook.servers.find((candidate) => candidate.alias === pinned);
    if (!server) return noServer(`There is no server "${pinned}" any more; choose another or add it again.`);
    if (!mayUse(server)) return noServer(`Its key may not use the server "${pinned}" any more.`);
    return [server];
  }
  const ofKind = outlook.servers.filter((server) => server.appType === job.app_type);
  if (!ofKind.length) return noServer(`No server of app_type "${job.app_type}" has been added yet.`);
  const suitable = ofKind.filter(mayUse);
  return suitable.length ? suitable : noServer('None of the servers that its key may use is there any more.');
}

function noServer(message: string): WaitingReason {
  return { code: 'no_server', message };
}

/** `lacks`: it is not only for now. */
function obstacleFor(
  server: ServerOutlook,
  outlook: QueueOutlook,
): { obstacle: WaitingReason | null; lacks: boolean } {
  const exclusion = outlook.exclusions.find(
    ({ serverId, until }) => serverId === server.id && (until === null || until > outlook.now),
  );
  if (!exclusion) return { obstacle: server.obstacle, lacks: false };
  if (exclusion.until === null) {
    const message = exclusion.code ? exclusion.reason : `"${server.alias}": ${exclusion.reason}`;
    return { obstacle: { code: exclusion.code ?? 'model_on_no_server', message }, lacks: true };
  }
  const message = `It failed on "${server.alias}" (${exclusion.reason}) and is not tried there before ${exclusion.until}.`;
  return { obstacle: { code: 'server_avoided', message }, lacks: false };
}

/** What its key's quota has to do with it; the claim leaves the job out for the same reasons. */
export function quotaReason(job: JobRow, standing: QuotaStanding | null, now: string): WaitingReason | null {
  if (!standing) return null;
  const { quota, running, lastCompeting } = standing;
  const key = `The key "${quota.name}"`;
  if (hasSpentGpu(quota)) {
    const used = `${key} has used ${Math.round(quota.gpuSecondsToday)} of its ${quota.gpuSecondsPerDay} GPU seconds of today`;
    return { code: 'quota_gpu_seconds', message: `${used}; its jobs go on at ${nextMidnight(now)}.` };
  }
  if (quota.maxRunning !== null && running >= quota.maxRunning) {
    const message = `${key} may run ${quota.maxRunning} at a time and ${running} ${running === 1 ? 'is' : 'are'} running; this goes on when one of them ends.`;
    return { code: 'quota_running', message };
  }
  if (lastCompeting !== null && job.seq > lastCompeting) {
    const message = `${key} may have ${quota.maxQueued} jobs in the queue at a time; this one takes its turn when the older ones have started.`;
    return { code: 'quota_queued', message };
  }
  return null;
}

function nextMidnight(now: string): string {
  const day = 86_400_000;
  return new Date((Math.floor(Date.parse(now) / day) + 1) * day).toISOString();
}

function behind(ahead: number | null): WaitingReason {
  if (ahead === 0) return { code: 'next', message: 'Next in line; waits for a free server.' };
  return { code: 'behind_others', message: ahead === null ? 'Waits for its turn.' : inLine(ahead) };
}

/** Not how many it waits for: some that stand before it may be held, for later, or for a server that takes none. */
function inLine(ahead: number): string {
  const stand = ahead === 1 ? '1 job stands' : `${ahead} jobs stand`;
  return `Waits for its turn; ${stand} before it, and those that cannot run now are passed over.`;
}

function storedReason(job: JobRow): WaitingReason | null {
  return job.waiting_reason_json === null ? null : (parseJson(job.waiting_reason_json) as WaitingReason);
}
