// The waiting jobs as far as they have been looked at. It reads counts, then the windows that are on the screen; events
// change what it has at once and make it read those again, gathered, never more than a few times a second, whatever
// happens to however many jobs.
import { readGroups, readWaiting, type ListFilter, type WaitingJob } from '../../../api/queries/waiting';
import { liveStream, type LiveEvent } from '../../../live/live-stream';
import { ReadPace } from './read-pace';
import { filterOf, idsBetween, jobAt } from './read-places';
import { moved, toRead, WINDOW, withWindow, type SparseRows } from './sparse-rows';
import { ALONE, shiftedBulks } from './waiting-layout';
import { fitted, withoutJobs, withPatch, type WaitingState } from './waiting-state';

export interface LookedAt {
  list: string;
  first: number;
  last: number;
}

/** Events are gathered for so long. */
const GATHER_MS = 250;
/** Scrolling by shows places only; what stands still for a moment is read. */
const SETTLE_MS = 60;
const POLL_MS = 5_000;

export class WaitingStore {
  private state: WaitingState = { groups: undefined, lists: new Map(), error: null, readAtMs: 0 };
  private readonly listeners = new Set<() => void>();
  private looked: LookedAt[] = [];
  private readonly reading = new Set<string>();
  private gone = new Set<string>();
  private readonly pace = new ReadPace(() => void this.flush());
  private old = true;
  private refreshing = false;
  /** Changes of ours that the server has not answered yet: what is read meanwhile would undo them. */
  private changing = 0;
  private settle: ReturnType<typeof setTimeout> | undefined;
  private poll: ReturnType<typeof setInterval> | undefined;
  private unlisten: (() => void) | undefined;
  private abort = new AbortController();

  constructor(private readonly filter: ListFilter) {}

  readonly getState = (): WaitingState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    if (!this.listeners.size) this.start();
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      if (!this.listeners.size) this.stop();
    };
  };

  /** Which places are on the screen. */
  lookAt(ranges: LookedAt[]): void {
    this.looked = ranges;
    clearTimeout(this.settle);
    this.settle = setTimeout(() => this.readWindows(), SETTLE_MS);
  }

  refresh(): void {
    this.old = true;
    this.pace.later(0);
  }

  remove(ids: ReadonlySet<string>): void {
    const { lists, groups } = this.state;
    if (groups) this.become(withoutJobs({ lists, groups }, ids));
  }

  /** A row of a list to before another one of it; with `bulk`, before the row of that bulk. */
  move(list: string, from: number, before: number, bulk: string | null = null): void {
    const { groups } = this.state;
    if (groups && list === ALONE)
      this.become({ groups: { ...groups, bulks: shiftedBulks(groups.bulks, from, before, bulk) } });
    this.change(list, (rows) => moved(rows, from, before));
  }

  patch(ids: ReadonlySet<string>, change: Partial<WaitingJob>): void {
    this.become({ lists: withPatch(this.state.lists, ids, change) });
  }

  /** Shows `optimistic` at once and lets nothing that is read undo it until `call` has been answered. */
  async during<T>(optimistic: () => void, call: () => Promise<T>): Promise<T> {
    this.changing += 1;
    optimistic();
    try {
      return await call();
    } finally {
      this.changing -= 1;
      this.refresh();
    }
  }

  /** The job at a place, read if need be; undefined behind the end. */
  jobAt(list: string, index: number): Promise<WaitingJob | undefined> {
    return jobAt(this.filter, this.state.lists, list, index);
  }

  /** The ids of places, read if need be. */
  idsOf(list: string, first: number, last: number): Promise<string[]> {
    return idsBetween(this.filter, this.state.lists, list, { first, last });
  }

  private start(): void {
    this.abort = new AbortController();
    this.unlisten = liveStream.onEvent((event) => this.hear(event));
    this.poll = setInterval(() => {
      if (liveStream.state === 'reconnecting' || liveStream.state === 'connecting') this.refresh();
    }, POLL_MS);
    this.refresh();
  }

  private stop(): void {
    this.unlisten?.();
    clearInterval(this.poll);
    this.pace.stop();
    clearTimeout(this.settle);
    this.abort.abort();
    this.refreshing = false;
    this.reading.clear();
  }

  private hear(event: LiveEvent): void {
    const [kind] = event.type.split('.');
    if (event.type === 'job.progress' || event.type === 'job.preview') return;
    if (!['job', 'queue', 'server', 'reset'].includes(kind!)) return;
    const waits = event.type === 'job.created' || event['status'] === 'pending';
    if (kind === 'job' && event.job_id !== undefined && !waits) this.gone.add(event.job_id);
    this.old = true;
    this.pace.later(GATHER_MS);
  }

  private async flush(): Promise<void> {
    if (this.gone.size) {
      this.remove(this.gone);
      this.gone = new Set();
    }
    if (!this.old || this.changing || this.refreshing || document.hidden) return this.again();
    this.old = false;
    this.refreshing = true;
    const { signal } = this.abort;
    try {
      const groups = await readGroups(this.filter, signal);
      if (signal.aborted) return;
      if (this.changing) this.old = true;
      else
        this.become({
          groups,
          lists: fitted(this.state.lists, groups),
          error: null,
          readAtMs: Date.now(),
        });
    } catch (error) {
      if (!signal.aborted) this.become({ error: error as Error });
    } finally {
      if (!signal.aborted) this.refreshing = false;
    }
    this.pace.hasRead();
    this.readWindows();
    this.again();
  }

  private again(): void {
    if (this.old && this.listeners.size) this.pace.afterPause();
  }

  private readWindows(): void {
    if (this.changing) return;
    for (const { list, first, last } of this.looked) {
      const rows = this.state.lists.get(list);
      for (const window of rows ? toRead(rows, first, last) : []) void this.readWindow(list, window);
    }
  }

  private async readWindow(list: string, window: number): Promise<void> {
    const name = `${list} ${window}`;
    if (this.reading.has(name)) return;
    this.reading.add(name);
    const { signal } = this.abort;
    try {
      const page = { offset: window * WINDOW, limit: WINDOW };
      const jobs = await readWaiting(filterOf(this.filter, list), page, signal);
      if (signal.aborted || this.changing) return;
      this.change(list, (rows) => withWindow(rows, page.offset, jobs));
      if (this.state.error) this.become({ error: null });
    } catch (error) {
      if (!signal.aborted) this.become({ error: error as Error });
    } finally {
      this.reading.delete(name);
    }
  }

  private change(list: string, change: (rows: SparseRows<WaitingJob>) => SparseRows<WaitingJob>): void {
    const rows = this.state.lists.get(list);
    if (rows) this.become({ lists: new Map([...this.state.lists, [list, change(rows)]]) });
  }

  private become(change: Partial<WaitingState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

let last: { key: string; store: WaitingStore } | undefined;

/** The one of this filter; who comes back to the page finds what was there. */
export function waitingStore(filter: ListFilter): WaitingStore {
  const key = JSON.stringify(filter);
  if (last?.key !== key) last = { key, store: new WaitingStore(filter) };
  return last.store;
}
