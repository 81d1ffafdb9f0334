import { randomUUID } from 'node:crypto';
import type { FunctionOutput } from '../call-function.js';
import { CallTimes } from '../call-times.js';
import { LifeEnded } from '../../../common/life-ended.js';
import type { UiFunction } from '../interface/ui-function.js';
import { EventLink } from './event-link.js';
import { estimate } from './estimates.js';
import type { SessionStreams } from './session-streams.js';

/** A call that waits in Gradio's own queue, or runs. */
export interface QueuedEvent {
  id: string;
  fn: UiFunction;
  sessionHash: string;
  link: EventLink;
  startedAt: number | null;
  /** Ends the event for the queue, not the work in its thread. */
  cancelled: Promise<'cancelled'>;
  cancel: () => void;
  call: (event: QueuedEvent) => Promise<FunctionOutput>;
}

/**
 * Gradio 4.40's queue as Forge starts it: one call at a time of each Python function, first come
 * first served; all of them meet again at the queue lock. It looks for work every 50 ms, tells a
 * waiting event its place when it joins and then every 64 s (`queue(64)`), never in between.
 */
const pollMs = 50;
const statusMs = 64_000;

export class EventQueue {
  /** By Python function; of a running event the others of its function wait. */
  private readonly waiting = new Map<string, QueuedEvent[]>();
  private readonly running = new Set<QueuedEvent>();
  private readonly times = new CallTimes();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly sessions: SessionStreams,
    private readonly signal: AbortSignal,
  ) {
    sessions.whenLeft((sessionHash) => this.forget(sessionHash));
    const status = setInterval(
      () => [...this.waiting.keys()].forEach((one) => this.tellPlaces(one, 0)),
      statusMs,
    );
    status.unref();
    signal.addEventListener('abort', () => {
      clearInterval(status);
      if (this.timer) clearTimeout(this.timer);
    });
  }

  /** How many wait, over all functions. */
  get size(): number {
    return [...this.waiting.values()].reduce((sum, events) => sum + events.length, 0);
  }

  /**
   * The id of the new event.
   * @param session null: one that is named as the event
   */
  join(fn: UiFunction, session: string | null, call: QueuedEvent['call']): string {
    const id = randomUUID().replaceAll('-', '');
    const sessionHash = session ?? id;
    const { promise, resolve } = cancellation();
    const link = new EventLink(() => this.sessions.drop(sessionHash));
    const event = { id, fn, sessionHash, link, startedAt: null, cancelled: promise, cancel: resolve, call };
    this.sessions.expect(sessionHash, id);
    const line = this.waiting.get(fn.python) ?? [];
    this.waiting.set(fn.python, line);
    line.push(event);
    this.tellPlaces(fn.python, line.length - 1);
    this.wake();
    return id;
  }

  /**
   * POST /cancel: the client is told that the event is completed. A running one makes room in this
   * queue although its thread works on; a waiting one stays where it is, and runs later.
   */
  cancel(sessionHash: string, functionId: number, eventId: string): void {
    for (const event of this.running)
      if (event.sessionHash === sessionHash && event.fn.id === functionId) event.cancel();
    const message = { msg: 'process_completed', event_id: eventId, output: {}, success: true };
    this.sessions.send(sessionHash, message);
  }

  /** Its client left: waiting events go, running ones go on unheard. */
  private forget(sessionHash: string): void {
    for (const [python, events] of this.waiting)
      this.waiting.set(
        python,
        events.filter((event) => event.sessionHash !== sessionHash),
      );
    for (const event of this.running) if (event.sessionHash === sessionHash) event.link.leave();
  }

  private wake(): void {
    if (this.timer || this.signal.aborted || this.size === 0) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.startWhatCan();
      this.wake();
    }, pollMs);
  }

  private startWhatCan(): void {
    const busy = new Set([...this.running].map(({ fn }) => fn.python));
    for (const [python, events] of this.waiting) {
      const event = busy.has(python) ? undefined : events.shift();
      if (event) void this.process(event);
    }
  }

  private async process(event: QueuedEvent): Promise<void> {
    const { fn } = event;
    event.startedAt = Date.now();
    this.running.add(event);
    this.tell(event, 'process_starts', { eta: this.times.average(fn.id) });
    try {
      const output = await Promise.race([event.call(event), event.cancelled]);
      if (output === 'cancelled') return;
      this.times.add(fn.id, (Date.now() - event.startedAt) / 1000);
      this.tell(event, 'process_completed', { output, success: true });
    } catch (error) {
      if (error instanceof LifeEnded) return;
      this.tell(event, 'process_completed', { output: { error: null }, success: false });
    } finally {
      this.running.delete(event);
      this.wake();
    }
  }

  /** A message about an event; whoever left hears nothing. */
  tell(event: QueuedEvent, msg: string, more: object): void {
    if (!event.link.isGone) this.sessions.send(event.sessionHash, { msg, event_id: event.id, ...more });
  }

  private tellPlaces(python: string, from: number): void {
    const line = this.waiting.get(python) ?? [];
    const running = [...this.running].filter(({ fn }) => fn.python === python);
    const estimates = estimate(line, running, (fn) => this.times.average(fn.id));
    line.slice(from).forEach((event, i) => this.tell(event, 'estimation', { ...estimates[from + i] }));
  }
}

function cancellation(): { promise: Promise<'cancelled'>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<'cancelled'>((done) => (resolve = () => done('cancelled')));
  return { promise, resolve };
}
