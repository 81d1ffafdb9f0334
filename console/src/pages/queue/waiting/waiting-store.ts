// The waiting jobs as far as they have been looked at. It reads counts, then the windows that are on the screen; events
// change what it has at once and make it read those again, gathered, never more than a few times a second, whatever
// happens to however many jobs.
import { readGroups, readWaiting, type ListFilter, type WaitingJob } from '../../../api/queries/waiting';
import { liveStream, type LiveEvent } from '../../../live/live-stream';
import {
  moved,
  ofLength,
  patched,
  resized,
  staled,
  toRead,
  WINDOW,
  without,
  withWindow,
  type SparseRows,
} from './sparse-rows';
import { ALONE, shiftedBulks, type WaitingGroups } from './waiting-layout';

export interface WaitingState {
  /** Undefined until they have been read once. */
  groups: WaitingGroups | undefined;
  lists: ReadonlyMap<string, SparseRows<WaitingJob>>;
  /** Why the last reading failed. */
  error: Error | null;
  readAtMs: number;
}

export interface LookedAt {
  list: string;
  first: number;
  last: number;
}

/** Events are gathered for so long; and so long after a reading the next one begins at the earliest. */
const GATHER_MS = 250;
const PAUSE_MS = 750;
/** Scrolling by shows places only; what stands still for a moment is read. */
const SETTLE_MS = 60;
const POLL_MS = 5_000;

export class WaitingStore {
  private state: WaitingState = { groups: undefined, lists: new Map(), error: null, readAtMs: 0 };
  private readonly listeners = new Set<() => void>();
  private looked: LookedAt[] = [];
  private readonly reading = new Set<string>();
  private gone = new Set<string>();
  private old = true;
  private refreshing = false;
  private lastReadMs = 0;
  /** Changes of ours that the server has not answered yet: what is read meanwhile would undo them. */
  private changing = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
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
    this.later(0);
  }

  remove(ids: ReadonlySet<string>): void {
    if (!this.state.groups) return;
    const lists = new Map(this.state.lists);
    let groups = this.state.groups;
    for (const [name, list] of lists) {
      const rest = without(list, ids);
      const fewer = list.rows.length - rest.rows.length;
      if (!fewer) continue;
      lists.set(name, rest);
      groups = shrunk(groups, name, fewer);
    }
    this.become({ lists, groups });
  }

  /** A row of a list to before another one of it; with `bulk`, before the row of that bulk. */
  move(list: string, from: number, before: number, bulk: string | null = null): void {
    const { groups } = this.state;
    if (groups && list === ALONE)
      this.become({ groups: { ...groups, bulks: shiftedBulks(groups.bulks, from, before, bulk) } });
    this.change(list, (rows) => moved(rows, from, before));
  }

  patch(ids: ReadonlySet<string>, change: Partial<WaitingJob>): void {
    const lists = new Map([...this.state.lists].map(([name, rows]) => [name, patched(rows, ids, change)]));
    this.become({ lists });
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
  async jobAt(list: string, index: number): Promise<WaitingJob | undefined> {
    const known = this.state.lists.get(list)?.rows[index];
    if (known) return known;
    const [job] = await readWaiting(this.filterOf(list), { offset: index, limit: 1 });
    return job;
  }

  /** The ids of places, read if need be. */
  async idsOf(list: string, first: number, last: number): Promise<string[]> {
    const rows = this.state.lists.get(list)?.rows.slice(first, last + 1) ?? [];
    if (rows.length === last - first + 1 && rows.every((row) => row !== undefined))
      return rows.map((row) => row.job_id);
    const ids: string[] = [];
    for (let offset = first; offset <= last; offset += 200) {
      const jobs = await readWaiting(this.filterOf(list), {
        offset,
        limit: Math.min(200, last - offset + 1),
      });
      ids.push(...jobs.map(({ job_id }) => job_id));
    }
    return ids;
  }

  filterOf(list: string): ListFilter {
    return list === ALONE
      ? { ...this.filter, bulk: this.filter.bulk ?? 'none' }
      : { ...this.filter, bulk: list };
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
    clearTimeout(this.timer);
    clearTimeout(this.settle);
    this.timer = undefined;
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
    this.later(GATHER_MS);
  }

  private later(ms: number): void {
    if (this.timer !== undefined && ms > 0) return;
    clearTimeout(this.timer);
    const rest = ms === 0 ? 0 : this.lastReadMs + PAUSE_MS - performance.now();
    this.timer = setTimeout(() => void this.flush(), Math.max(ms, rest));
  }

  private async flush(): Promise<void> {
    this.timer = undefined;
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
      if (!this.changing) this.take(groups);
      else this.old = true;
    } catch (error) {
      if (!signal.aborted) this.become({ error: error as Error });
    } finally {
      if (!signal.aborted) this.refreshing = false;
    }
    this.lastReadMs = performance.now();
    this.readWindows();
    this.again();
  }

  private again(): void {
    if (this.old && this.listeners.size) this.later(PAUSE_MS);
  }

  private take(groups: WaitingGroups): void {
    const lists = new Map<string, SparseRows<WaitingJob>>();
    const grow = (name: string, length: number): void => {
      const before = this.state.lists.get(name);
      lists.set(name, before ? staled(resized(before, length)) : ofLength(length));
    };
    grow(ALONE, groups.single_jobs);
    for (const { bulk_job_id, waiting_jobs } of groups.bulks) grow(bulk_job_id, waiting_jobs);
    this.become({ groups, lists, error: null, readAtMs: Date.now() });
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
      const jobs = await readWaiting(this.filterOf(list), page, signal);
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

/** With fewer waiting jobs in one list; where the rest stands will be read. */
function shrunk(groups: WaitingGroups, list: string, fewer: number): WaitingGroups {
  const waiting_jobs = groups.waiting_jobs - fewer;
  if (list === ALONE) {
    const single_jobs = groups.single_jobs - fewer;
    const bulks = groups.bulks.map((bulk) => ({
      ...bulk,
      single_jobs_before: Math.min(bulk.single_jobs_before, single_jobs),
    }));
    return { waiting_jobs, single_jobs, bulks };
  }
  const bulks = groups.bulks.map((bulk) =>
    bulk.bulk_job_id === list ? { ...bulk, waiting_jobs: bulk.waiting_jobs - fewer } : bulk,
  );
  return { ...groups, waiting_jobs, bulks: bulks.filter((bulk) => bulk.waiting_jobs > 0) };
}

let last: { key: string; store: WaitingStore } | undefined;

/** The one of this filter; who comes back to the page finds what was there. */
export function waitingStore(filter: ListFilter): WaitingStore {
  const key = JSON.stringify(filter);
  if (last?.key !== key) last = { key, store: new WaitingStore(filter) };
  return last.store;
}
