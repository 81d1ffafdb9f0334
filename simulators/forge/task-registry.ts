/**
 * Task ids as /internal/progress knows them: waiting for the lock, current, and the last 16
 * finished. A current task that failed stays current until the next one starts; a waiting one that
 * fails before it starts stays waiting for ever (both seen on Forge dfdcbab6 and A1111 v1.10.1).
 */
const rememberedTasks = 16;

export class TaskRegistry {
  current: string | null = null;
  private readonly pending = new Set<string>();
  private readonly finished: string[] = [];

  enqueue(id: string): void {
    this.pending.add(id);
  }

  /** null: a job of the web UI without an id; nobody can ask for it. */
  start(id: string | null): void {
    this.current = id;
    if (id !== null) this.pending.delete(id);
  }

  finish(id: string | null): void {
    if (this.current === id) this.current = null;
    if (id === null) return;
    if (!this.finished.includes(id)) this.finished.push(id);
    if (this.finished.length > rememberedTasks) this.finished.shift();
  }

  /** Waiting ids, oldest first. */
  waiting(): string[] {
    return [...this.pending];
  }

  isFinished(id: string | null): boolean {
    return id !== null && this.finished.includes(id);
  }
}

/** An id as the API makes it when the client gave none, e.g. `task(txt2img-8V3TUXB)`. */
export function inventTaskId(kind: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  const pick = (): string => letters.charAt(Math.floor(Math.random() * letters.length));
  return `task(${kind}-${Array.from({ length: 7 }, pick).join('')})`;
}
