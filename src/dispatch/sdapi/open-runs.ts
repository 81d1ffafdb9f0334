import type { Target } from '../contract/index.js';
import type { OpenCall } from '../open-call.js';

interface Run<Call> {
  /** Null for a run that is only watched: it was sent before our restart. */
  call: Call | null;
  watched: boolean;
}

/** An answer that nobody came for is dropped after this. */
const UNCLAIMED_MS = 60_000;

/** The runs of this process that were sent in one way, by server and task. */
export class OpenRuns<Call extends OpenCall<unknown>> {
  private readonly runs = new Map<string, Map<string, Run<Call>>>();

  open(target: Target, taskId: string, call: Call): void {
    const run: Run<Call> = { call, watched: false };
    this.on(target).set(taskId, run);
    void call.outcome.then(() => {
      // Whoever watches closes it; a timer would only keep the answer and its pictures in memory for a minute more.
      if (run.watched) return;
      const drop = (): void => void (run.watched || this.on(target).delete(taskId));
      setTimeout(drop, UNCLAIMED_MS).unref();
    });
  }

  /** The open request of a task, null if there is none; from now on the task counts as ours. */
  watch(target: Target, taskId: string): Call | null {
    const run = this.on(target).get(taskId) ?? { call: null, watched: true };
    run.watched = true;
    this.on(target).set(taskId, run);
    return run.call;
  }

  /** Likewise, but nothing changes by asking. */
  callOf(target: Target, taskId: string): Call | null {
    return this.on(target).get(taskId)?.call ?? null;
  }

  /** Closes our side only: the server goes on generating. */
  close(target: Target, taskId: string): void {
    this.on(target).get(taskId)?.call?.close();
    this.on(target).delete(taskId);
  }

  closeAll(): void {
    for (const tasks of this.runs.values()) for (const { call } of tasks.values()) call?.close();
    this.runs.clear();
  }

  anyOn(target: Target): boolean {
    return this.on(target).size > 0;
  }

  /** Its request is open, and no other of ours is on that server. */
  isOnly(target: Target, taskId: string): boolean {
    const tasks = this.on(target);
    return tasks.size === 1 && Boolean(tasks.get(taskId)?.call);
  }

  private on(target: Target): Map<string, Run<Call>> {
    const known = this.runs.get(target.id);
    if (known) return known;
    const fresh = new Map<string, Run<Call>>();
    this.runs.set(target.id, fresh);
    return fresh;
  }
}
