// The one connection to the server's events, for the whole page. It reopens by itself, says how it is, and never reads
// an event twice: it comes back with the last number that it has seen.
import { api } from '../api/client';

/** `connecting`: at the start. `live`. `reconnecting`: was live. `resting`: nobody has looked at this page for a while. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'resting';

export const LIVE_EVENT_TYPES = [
  'job.created',
  'job.updated',
  'job.completed',
  'job.failed',
  'job.cancelled',
  'job.deleted',
  'job.progress',
  'job.preview',
  'bulk.created',
  'bulk.updated',
  'bulk.finished',
  'server.state',
  'queue.state',
  'image.updated',
  'image.deleted',
  'workflow.updated',
  'workflow.deleted',
  'api_key.unusual_use',
  'webhook.paused',
] as const;
export type LiveEventType = (typeof LIVE_EVENT_TYPES)[number];

export interface LiveEvent {
  type: LiveEventType | 'reset';
  job_id?: string;
  bulk_job_id?: string;
  server_alias?: string;
  timestamp?: string;
  [member: string]: unknown;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
/** Browsers open six connections to a server at most: tabs that nobody sees must not hold one for ever. */
const HIDDEN_MS = 60_000;

class LiveStream {
  private source: EventSource | null = null;
  private lastId: string | null = null;
  private failures = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private current: LiveState = 'connecting';
  private kept = false;
  private readonly eventListeners = new Set<(event: LiveEvent) => void>();
  private readonly stateListeners = new Set<() => void>();

  get state(): LiveState {
    return this.current;
  }

  /** Until the returned function is called. */
  start(): () => void {
    document.addEventListener('visibilitychange', this.onVisibility);
    window.addEventListener('online', this.openNow);
    this.open();
    return () => {
      document.removeEventListener('visibilitychange', this.onVisibility);
      window.removeEventListener('online', this.openNow);
      clearTimeout(this.rest);
      this.close();
    };
  }

  /** Whether this tab listens although nobody looks at it. */
  get isKeptUnseen(): boolean {
    return this.kept;
  }

  /** Until the returned function is called. */
  keepUnseen(): () => void {
    this.kept = true;
    this.wake();
    return () => {
      this.kept = false;
      this.onVisibility();
    };
  }

  onEvent(listener: (event: LiveEvent) => void): () => void {
    this.eventListeners.add(listener);
    return () => void this.eventListeners.delete(listener);
  }

  readonly onState = (listener: () => void): (() => void) => {
    this.stateListeners.add(listener);
    return () => void this.stateListeners.delete(listener);
  };

  private open(): void {
    this.close();
    const after = this.lastId === null ? '' : `?last_event_id=${this.lastId}`;
    const source = new EventSource(`/api/v1/events${after}`);
    this.source = source;
    source.onopen = () => {
      this.failures = 0;
      this.become('live');
    };
    source.onerror = () => this.reopenLater();
    for (const type of [...LIVE_EVENT_TYPES, 'reset'] as const)
      source.addEventListener(type, (message: MessageEvent<string>) => this.take(type, message));
  }

  private take(type: LiveEvent['type'], message: MessageEvent<string>): void {
    if (message.lastEventId) this.lastId = message.lastEventId;
    const event = { ...(JSON.parse(message.data) as LiveEvent), type };
    for (const listener of this.eventListeners) listener(event);
  }

  /** The browser would come back by itself, but not after an answer that is no stream (a restart behind a proxy). */
  private reopenLater(): void {
    this.close();
    this.become(this.current === 'connecting' ? 'connecting' : 'reconnecting');
    this.failures += 1;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.failures - 1, 5));
    this.retry = setTimeout(() => this.open(), pause * (0.75 + Math.random() / 2));
    // A session that has ended cannot be told from a server that has: a read through the API tells.
    if (this.failures === 1) void api.GET('/api/v1/session').catch(() => undefined);
  }

  private close(): void {
    clearTimeout(this.retry);
    this.source?.close();
    this.source = null;
  }

  private readonly openNow = (): void => {
    if (this.current !== 'live' && this.current !== 'resting') this.open();
  };

  private readonly onVisibility = (): void => {
    clearTimeout(this.rest);
    if (!document.hidden) this.wake();
    else if (!this.kept)
      this.rest = setTimeout(() => {
        this.close();
        this.become('resting');
      }, HIDDEN_MS);
  };

  private wake(): void {
    clearTimeout(this.rest);
    if (this.current !== 'resting') return;
    this.become('reconnecting');
    this.open();
  }

  private become(state: LiveState): void {
    if (this.current === state) return;
    this.current = state;
    for (const listener of this.stateListeners) listener();
  }
}

export const liveStream = new LiveStream();
