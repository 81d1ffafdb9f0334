// What the server tells of one prompt over the WebSocket: a connection and a client id for it alone. A second connection
// with the same id may go deaf (ComfyUI#16010), so there never is one: when this one is lost, the prompt is only polled.
import { randomUUID } from 'node:crypto';
import type { Observable } from 'rxjs';
import { ReplaySubject } from 'rxjs';
import type { Target } from '../../../contract/index.js';
import { TargetSocket } from '../../../target-socket.js';
import { readBinary, readText, type PromptMessage } from './read-message.js';

const GREETING_MS = 5_000;
/** Messages that are kept until somebody watches. */
const MOST_KEPT = 1_000;
const HANDSHAKE = JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } });

export class PromptFeed {
  readonly clientId = `stablequeue-${randomUUID()}`;
  private readonly messages = new ReplaySubject<PromptMessage>(MOST_KEPT);
  /** Completes when the connection is gone. */
  readonly messages$: Observable<PromptMessage> = this.messages.asObservable();
  private readonly socket: TargetSocket;
  private greet: (isThere: boolean) => void = () => undefined;
  private readonly greeting = new Promise<boolean>((resolve) => (this.greet = resolve));
  private shook = false;

  constructor(target: Target, promptId: string) {
    this.socket = new TargetSocket(target, `ws?clientId=${this.clientId}`, {
      text: (text) => {
        this.onFirst();
        for (const message of readText(text, promptId)) this.messages.next(message);
      },
      binary: (bytes) => {
        for (const message of readBinary(bytes, promptId)) this.messages.next(message);
      },
      closed: () => {
        this.greet(false);
        this.messages.complete();
      },
    });
  }

  /** Once the server has greeted us, it tells us everything. False: it did not, in time. */
  async ready(signal: AbortSignal): Promise<boolean> {
    const late = AbortSignal.any([signal, AbortSignal.timeout(GREETING_MS)]);
    const giveUp = (): void => this.greet(false);
    late.addEventListener('abort', giveUp, { once: true });
    if (late.aborted) giveUp();
    return this.greeting.finally(() => late.removeEventListener('abort', giveUp));
  }

  close(): void {
    this.socket.close();
  }

  /** The handshake has to be the first thing that we say. */
  private onFirst(): void {
    if (!this.shook) this.socket.send(HANDSHAKE);
    this.shook = true;
    this.greet(true);
  }
}
