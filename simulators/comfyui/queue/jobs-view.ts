import type { Abilities } from '../abilities.js';
import { isDict } from '../python-json.js';
import type { ServerLife } from '../server-life.js';
import type { HistoryEntry } from './history.js';
import { summarizeOutputs } from './outputs-summary.js';
import type { QueueItem } from './queue-item.js';

export const jobStatuses = ['pending', 'in_progress', 'completed', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof jobStatuses)[number];

type Job = Record<string, unknown> & { status: JobStatus };

export interface JobOrder {
  sortBy: 'created_at' | 'execution_duration';
  order: 'asc' | 'desc';
}

/**
 * Queue and history as jobs.
 * One prompt with `extra_pnginfo: null` among them spoils every list, as it does on the real server.
 */
export class JobsView {
  private readonly can: Abilities;

  constructor(private readonly life: ServerLife) {
    this.can = life.settings.can;
  }

  /** The history comes first, should the id be in both. */
  find(id: string): Job | null {
    const { history, queue } = this.life;
    const entry = history.get(id);
    if (entry) return { ...this.finished(entry), ...details(entry) };
    if (queue.current?.promptId === id) return this.queued(queue.current, 'in_progress');
    const pending = queue.pending.find((item) => item.promptId === id);
    return pending ? this.queued(pending, 'pending') : null;
  }

  list(wanted: readonly JobStatus[], workflowId: string | null, order: JobOrder): Job[] {
    const { queue, history } = this.life;
    const jobs = [
      ...(queue.current ? [this.queued(queue.current, 'in_progress')] : []),
      ...queue.pending.map((item) => this.queued(item, 'pending')),
      ...[...history.all.values()].map((entry) => this.finished(entry)),
    ];
    return jobs
      .filter(({ status }) => wanted.includes(status))
      .filter((job) => workflowId === null || workflowId === '' || job['workflow_id'] === workflowId)
      .sort(comparing(order));
  }

  private queued(item: QueueItem, status: JobStatus): Job {
    const { createTime, workflowId } = metadataOf(item);
    const more = this.can.describesFiles ? { workflow: workflowOf(item) } : {};
    return pruned({
      id: item.promptId,
      status,
      priority: item.number,
      create_time: createTime,
      outputs_count: 0,
      workflow_id: workflowId,
      ...more,
    });
  }

  private finished(entry: HistoryEntry): Job {
    const { createTime, workflowId } = metadataOf(entry.item);
    const { messages } = entry.status;
    const at = (name: string): unknown => messages.find(([event]) => event === name)?.[1];
    const timeOf = (data: unknown): unknown => (data as { timestamp?: number } | undefined)?.timestamp;
    const error = at('execution_error');
    const interrupted = at('execution_interrupted');
    const { count, previewable, preview } = summarizeOutputs(entry.outputs);
    return pruned({
      id: entry.item.promptId,
      status: this.statusOf(entry, interrupted !== undefined),
      priority: entry.item.number,
      create_time: createTime,
      execution_start_time: timeOf(at('execution_start')),
      execution_end_time: timeOf(at('execution_success') ?? error ?? interrupted),
      execution_error: error,
      outputs_count: count,
      previewable_outputs_count: this.can.countsPreviewable ? previewable : null,
      preview_output: preview,
      workflow_id: workflowId,
    });
  }

  private statusOf({ status }: HistoryEntry, wasInterrupted: boolean): JobStatus {
    if (status.status_str === 'success') return 'completed';
    return wasInterrupted && this.can.cancelledStatus ? 'cancelled' : 'failed';
  }
}

function details(entry: HistoryEntry): object {
  return { outputs: entry.outputs, execution_status: entry.status, workflow: workflowOf(entry.item) };
}

function workflowOf({ graph, extraData }: QueueItem): object {
  return { prompt: graph, extra_data: extraData };
}

/** @throws TypeError when `extra_pnginfo` or its `workflow` is there but no object */
function metadataOf({ extraData }: QueueItem): { createTime: unknown; workflowId: unknown } {
  const info = extraData.get('extra_pnginfo') ?? (extraData.has('extra_pnginfo') ? null : new Map());
  if (!isDict(info)) throw new TypeError("'NoneType' object has no attribute 'get'");
  const workflow = info.has('workflow') ? info.get('workflow') : new Map<string, never>();
  if (!isDict(workflow)) throw new TypeError("'NoneType' object has no attribute 'get'");
  return { createTime: extraData.get('create_time'), workflowId: workflow.get('id') };
}

/** Without the keys that have nothing to tell. */
function pruned(job: Job): Job {
  return Object.fromEntries(
    Object.entries(job).filter(([, value]) => value !== null && value !== undefined),
  ) as Job;
}

function comparing({ sortBy, order }: JobOrder): (a: Job, b: Job) => number {
  const key = (job: Job): number => {
    if (sortBy === 'created_at') return Number(job['create_time'] ?? 0);
    const [start, end] = [Number(job['execution_start_time'] ?? 0), Number(job['execution_end_time'] ?? 0)];
    return start && end ? end - start : 0;
  };
  return (a, b) => (order === 'asc' ? key(a) - key(b) : key(b) - key(a));
}
