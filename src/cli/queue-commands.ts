import type { JobDto, JobListDto } from '../jobs/job-status.dto.js';
import type { ClearedDto, QueueStateDto, ResetDto } from '../jobs/queue.dto.js';
import type { Api } from './running-queue.js';

export async function listJobs(
  api: Api,
  options: { status?: string; limit: string; order: string; json?: boolean },
): Promise<string> {
  const query = new URLSearchParams({ limit: options.limit, order: options.order });
  if (options.status) query.set('status', options.status);
  const list = await api<JobListDto>('GET', `/api/v1/queue/jobs?${query.toString()}`);
  if (options.json) return JSON.stringify(list, null, 2);
  const rows = list.jobs.map((job) => [
    job.job_id,
    job.status,
    `${Math.round(job.progress)} %`,
    job.target_server_alias ?? 'any',
    job.creation_timestamp,
    promptOf(job).replace(/\s+/g, ' ').slice(0, 60),
  ]);
  return [
    ...table(['id', 'state', 'done', 'server', 'submitted', 'prompt'], rows),
    `${list.jobs.length} of ${list.total} jobs`,
  ].join('\n');
}

export async function pauseQueue(api: Api): Promise<string> {
  const state = await api<QueueStateDto>('POST', '/api/v1/queue/pause');
  return `The queue is paused; ${state.jobs.processing} running, ${state.jobs.pending} waiting.`;
}

export async function resumeQueue(api: Api): Promise<string> {
  const state = await api<QueueStateDto>('POST', '/api/v1/queue/resume');
  return `The queue runs; ${state.jobs.pending} waiting.`;
}

export async function clearQueue(api: Api, options: { status: string; olderThan: string }): Promise<string> {
  const hours = Number(options.olderThan);
  if (!Number.isFinite(hours) || hours < 0) throw new Error('--older-than takes a number of hours');
  const body = {
    statuses: options.status.split(',').map((status) => status.trim()),
    older_than_seconds: Math.round(hours * 3600),
  };
  return (await api<ClearedDto>('POST', '/api/v1/queue/clear', body)).message;
}

export async function resetQueue(api: Api, options: { yes?: boolean }): Promise<string> {
  if (!options.yes)
    throw new Error(
      'reset cancels and forgets every job; say --yes to do it (a copy of the database is kept)',
    );
  return (await api<ResetDto>('POST', '/api/v1/queue/reset')).message;
}

function promptOf(job: JobDto): string {
  const prompt = job.generation_params['prompt'];
  return typeof prompt === 'string' ? prompt : '';
}

function table(head: string[], rows: string[][]): string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
