// Every task that this server does again and again: when it ran, how that went, when it is due next. Runs each at most
// once at a time. Knows no timers: they are `task-schedule.ts`'s, or of the one whose task it is.
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock.js';
import { NotFoundError, errorText } from '../errors.js';
import type { TaskFacts } from './scheduled-task.js';

export interface OwnTask extends TaskFacts {
  run(): unknown;
  /** Milliseconds since the epoch, where the task knows better than "`everyMs` after the last one". */
  nextRunAt?(): number | null;
}

export interface TaskRun {
  startedAt: number;
  durationMs: number;
  /** Null: it went well. */
  error: string | null;
}

export interface TaskState extends TaskFacts {
  running: boolean;
  /** Null: not since the start of this process. */
  lastRun: TaskRun | null;
  nextRunAt: number | null;
}

interface Entry {
  task: OwnTask;
  running: Promise<void> | null;
  lastRun: TaskRun | null;
  dueAt: number | null;
}

@Injectable()
export class TaskBook {
  private readonly logger = new Logger('Tasks');
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly clock: Clock) {}

  /** @throws Error for a second one of that name */
  add(task: OwnTask): void {
    if (this.entries.has(task.name)) throw new Error(`There are two tasks of the name ${task.name}`);
    this.entries.set(task.name, { task, running: null, lastRun: null, dueAt: null });
  }

  /** By name. */
  all(): TaskState[] {
    return [...this.entries.values()]
      .map(({ task, running, lastRun, dueAt }) => ({
        ...{ name: task.name, description: task.description, everyMs: task.everyMs },
        running: running !== null,
        lastRun,
        nextRunAt: task.nextRunAt ? task.nextRunAt() : dueAt,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** A timer will run it then. */
  isDue(name: string, at: number): void {
    this.entry(name).dueAt = at;
  }

  /**
   * Runs it now, or joins the run that is under way. Never rejects: a failure is logged and stays with the task.
   * @throws NotFoundError
   */
  run(name: string): Promise<void> {
    const entry = this.entry(name);
    entry.running ??= this.execute(entry).finally(() => (entry.running = null));
    return entry.running;
  }

  /** Settles with the run that is under way, at once when there is none. */
  async underWay(name: string): Promise<void> {
    await this.entries.get(name)?.running;
  }

  /**
   * For tasks that are many small ones at times of their own, like a look at each server: one has just ended well.
   * @param startedTick of `performance.now()`
   */
  noteSince(name: string, startedTick: number): void {
    const durationMs = Math.round(performance.now() - startedTick);
    this.entry(name).lastRun = { startedAt: this.clock.now() - durationMs, durationMs, error: null };
  }

  private async execute(entry: Entry): Promise<void> {
    const startedAt = this.clock.now();
    const startedTick = performance.now();
    let error: string | null = null;
    try {
      await entry.task.run();
    } catch (failure) {
      error = errorText(failure);
      this.logger.error(failure instanceof Error ? failure.stack : error, { task: entry.task.name });
    }
    entry.lastRun = { startedAt, durationMs: Math.round(performance.now() - startedTick), error };
  }

  private entry(name: string): Entry {
    const entry = this.entries.get(name);
    if (!entry) throw new NotFoundError('task', name);
    return entry;
  }
}
