// What a run hangs on while it lasts: one connection of ours to the server, whichever way it was sent.
import type { Observable } from 'rxjs';
import type { QueueReport } from '../forge-monitor/observation.js';
import type { DispatchError } from './contract/index.js';
import type { TransportError } from './transport-error.js';

export type CallOutcome<Answer> =
  | { kind: 'answer'; answer: Answer }
  /** No connection was made: nothing can have run. */
  | { kind: 'not_sent'; error: TransportError }
  /** The server took no part of it, and said why. */
  | { kind: 'refused'; error: DispatchError }
  /** The connection broke after it was made: the server may be generating. */
  | { kind: 'broken' };

export interface OpenCall<Answer> {
  /** Never rejects. */
  readonly outcome: Promise<CallOutcome<Answer>>;
  /** True from the first byte of the answer on: from then on the server's progress tells nothing. */
  isAnswering(): boolean;
  /** Settles once the server has made everything and begins to answer with it; never where that is not seen. */
  readonly made?: Promise<void>;
  /** Closes the connection. The server goes on generating what it has begun. */
  close(): void;
  /** What the queue that it stands in tells of it; absent where there is none. */
  readonly told$?: Observable<QueueReport>;
}
