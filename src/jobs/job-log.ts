// The story of one job, oldest first: its attempts, what was told of it, and what the log says.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { LogBuffer, type LogLine } from '../common/logs/log-buffer.js';
import type { AppEvent } from '../events/app-event.js';
import { JobEventsRepository } from './job-events.repository.js';
import { JobListRepository, type AttemptRow } from './job-list.repository.js';
import { readObject, type JobRow } from './job.js';
import type { JobLogLineDto } from './job-log.dto.js';

/** Ids of ours that mean nothing to whoever submitted the job, and where in our code it happened. */
const OURS_ALONE = new Set(['jobId', 'requestId', 'serverId', 'err', 'stack']);

@Injectable()
export class JobLog {
  constructor(
    private readonly lists: JobListRepository,
    private readonly events: JobEventsRepository,
    private readonly logs: LogBuffer,
  ) {}

  /** Of a job that `who` may read. */
  async of(row: JobRow, who: Principal): Promise<JobLogLineDto[]> {
    const [attempts, events] = await Promise.all([
      this.lists.attempts(row.mobilesd_job_id),
      this.events.of(row.mobilesd_job_id),
    ]);
    const logged = this.logs.ofJob(row.mobilesd_job_id).map((line) => ofLog(line, who.can('admin')));
    return [...attempts.flatMap(ofAttempt), ...events.map(ofEvent), ...logged].sort((a, b) =>
      a.time < b.time ? -1 : a.time > b.time ? 1 : 0,
    );
  }
}

function ofAttempt(attempt: AttemptRow): JobLogLineDto[] {
  const { server_alias, reattached, started_timestamp, ended_timestamp, outcome } = attempt;
  const data = { source: 'attempt', attempt: attempt.attempt, server_alias };
  const verb = reattached ? 'taken up again' : 'begun';
  const begin: JobLogLineDto = {
    time: started_timestamp,
    level: 'info',
    message: `Attempt ${attempt.attempt} ${verb} on ${server_alias}`,
    data: { ...data, reattached: reattached === 1 },
  };
  if (!ended_timestamp) return [begin];
  const error = readObject(attempt.error_json);
  const why = typeof error?.['message'] === 'string' ? `: ${error['message']}` : '';
  return [
    begin,
    {
      time: ended_timestamp,
      level: error ? 'warn' : 'info',
      message: `Attempt ${attempt.attempt} ended, ${outcome ?? 'unknown'}${why}`,
      data: { ...data, outcome, error },
    },
  ];
}

function ofEvent({ type, seq, timestamp, serverAlias, data }: AppEvent): JobLogLineDto {
  return {
    time: timestamp,
    level: type === 'job.failed' ? 'error' : 'info',
    message: type,
    data: { ...data, source: 'event', seq, server_alias: serverAlias ?? null },
  };
}

/** Of a stack trace only its first line, but for those who look after this server. */
function ofLog({ time, level, context, message, data }: LogLine, isAdmin: boolean): JobLogLineDto {
  const shown = isAdmin
    ? data
    : Object.fromEntries(Object.entries(data).filter(([name]) => !OURS_ALONE.has(name)));
  const text = isAdmin ? message : message.split('\n', 1)[0]!;
  return { time, level, message: text, data: { ...shown, source: 'log', context } };
}
