// Our call in the queue of a page: what its messages make of it, whichever way they come (stream-call.ts for Gradio 4,
// socket-call.ts for Gradio 3). One session and one connection for each job.
import { ReplaySubject } from 'rxjs';
import type { QueueReport } from '../../../forge-monitor/observation.js';
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import { numberOf } from '../../answers/read-json.js';
import { DispatchError } from '../../contract/index.js';
import type { CallOutcome, OpenCall } from '../../open-call.js';

/** What the function gave back. */
export interface QueueResult {
  output: JsonObject;
  /** False: it failed outside of what it knows how to tell. A failed generation is a success (seen on both). */
  success: boolean;
}

export class QueuedCall implements OpenCall<QueueResult> {
  readonly outcome: Promise<CallOutcome<QueueResult>>;
  /** The last report is told again to whoever comes late. */
  readonly told$ = new ReplaySubject<QueueReport>(1);
  readonly closing = new AbortController();
  private settle!: (outcome: CallOutcome<QueueResult>) => void;
  private report: QueueReport | null = null;
  private ended = false;
  private leaving = false;

  /** @param eventId messages about other events are not ours; null where a connection has one event only */
  constructor(private readonly eventId: string | null) {
    this.outcome = new Promise((resolve) => (this.settle = resolve));
  }

  /** How it stands; null once its connection is gone, or before the first word. */
  get standing(): QueueReport | null {
    return this.ended ? null : this.report;
  }

  hear(message: JsonObject): void {
    if (this.ended || this.leaving) return;
    const about = message['event_id'] ?? null;
    if (about !== null && this.eventId !== null && about !== this.eventId) return this.touch();
    switch (message['msg']) {
      case 'estimation':
        return this.tell('waiting', numberOf(message['rank_eta']));
      case 'process_starts':
        return this.tell('running', null);
      case 'process_completed':
        return this.end({ kind: 'answer', answer: resultOf(message) });
      case 'queue_full':
        return this.end({ kind: 'refused', error: queueFull() });
      case 'unexpected_error':
        return this.end({ kind: 'broken' });
      default:
        // Heartbeats, texts for people, messages of later versions: the server is there.
        return this.touch();
    }
  }

  isAnswering(): boolean {
    return false;
  }

  /** A waiting call is taken out of the queue by this; a running one goes on. */
  close(): void {
    this.end({ kind: 'broken' });
  }

  /**
   * Closes the connection of a call that waits, which takes it out of the queue; false: it does not wait. Whether it
   * had begun just then, and with what the call ends, is for the caller to say: `end`.
   */
  leave(): boolean {
    if (this.standing?.state !== 'waiting') return false;
    this.leaving = true;
    this.closing.abort();
    return true;
  }

  /** The connection is gone; unless it was left on purpose, the call has ended with it. */
  lose(): void {
    if (!this.leaving) this.end({ kind: 'broken' });
  }

  end(outcome: CallOutcome<QueueResult>): void {
    if (this.ended) return;
    this.ended = true;
    this.settle(outcome);
    this.told$.complete();
    this.closing.abort();
  }

  private touch(): void {
    if (this.report) this.tell(this.report.state, this.report.etaSeconds);
  }

  private tell(state: QueueReport['state'], etaSeconds: number | null): void {
    this.report = { state, etaSeconds, heardAt: Date.now() };
    this.told$.next(this.report);
  }
}

function resultOf(message: JsonObject): QueueResult {
  const output = isJsonObject(message['output']) ? message['output'] : {};
  return { output, success: message['success'] === true };
}

function queueFull(): DispatchError {
  return new DispatchError('busy', 'The queue of the server’s page is full.', { code: 'server_busy' });
}

export function withdrawn(): DispatchError {
  return new DispatchError('retryable', 'The job was taken out of the queue of the server’s page.', {
    code: 'interrupted',
  });
}
