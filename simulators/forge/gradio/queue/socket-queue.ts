import { LifeEnded } from '../../../common/life-ended.js';
import { dumpsJson } from '../../python-json.js';
import { isObject } from '../../validation/validator.js';
import type { FunctionOutput } from '../call-function.js';
import type { UiFunction } from '../interface/ui-function.js';
import { EventLink } from './event-link.js';
import type { WebSocket } from './web-socket.js';

/** Calls a function for somebody at the other end of a socket. */
export type SocketCall = (
  fn: UiFunction,
  values: unknown[],
  link: EventLink,
  inform: (text: string) => void,
) => Promise<FunctionOutput>;

interface SocketEvent {
  fn: UiFunction;
  socket: WebSocket;
  call: SocketCall;
}

/**
 * Gradio 3.41's queue as A1111 starts it: 64 calls at once (`queue(64)`), of whatever function, so all
 * of them meet at the queue lock. One socket per call; the server asks for everything.
 */
const concurrency = 64;
const pollMs = 50;
const hashTimeoutMs = 5_000;
const dataTimeoutMs = 60_000;

export class SocketQueue {
  private readonly waiting: SocketEvent[] = [];
  private running = 0;
  private done = { seconds: 0, calls: 0 };
  /** What the queue would take, as Gradio works it out; 1 before the first call is done. */
  private queueSeconds = 1;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly signal: AbortSignal) {
    signal.addEventListener('abort', () => {
      if (this.timer) clearTimeout(this.timer);
    });
  }

  /** The dialogue up to the place in the queue. A function nobody knows just breaks the connection. */
  async serve(socket: WebSocket, functions: readonly UiFunction[], call: SocketCall): Promise<void> {
    say(socket, { msg: 'send_hash' });
    const session = parse(await socket.receive(hashTimeoutMs));
    if (!session) return;
    const fn = functions.find(({ id }) => id === session['fn_index']);
    if (!fn || !('session_hash' in session)) return socket.drop();
    this.waiting.push({ fn, socket, call });
    say(socket, this.estimation(this.waiting.length - 1));
    this.wake();
  }

  /** As /queue/status tells it, too. */
  estimation(rank: number | null): object {
    const { seconds, calls } = this.done;
    const average = calls === 0 ? 0 : seconds / calls;
    const concurrent = calls === 0 ? null : average / Math.min(concurrency, calls);
    return {
      msg: 'estimation',
      rank,
      queue_size: this.waiting.length,
      avg_event_process_time: average,
      avg_event_concurrent_process_time: concurrent,
      rank_eta: concurrent === null || rank === null ? null : rank * concurrent + average,
      queue_eta: this.queueSeconds,
    };
  }

  private wake(): void {
    if (this.timer || this.signal.aborted || this.waiting.length === 0) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      while (this.running < concurrency && this.waiting.length > 0) this.startNext();
      this.wake();
    }, pollMs);
  }

  /** Those who still wait hear their new places. */
  private startNext(): void {
    const event = this.waiting.shift();
    if (event) void this.process(event);
    this.waiting.forEach(({ socket }, rank) => say(socket, this.estimation(rank)));
  }

  private async process({ fn, socket, call }: SocketEvent): Promise<void> {
    this.running += 1;
    try {
      const values = await askForData(socket);
      if (values && say(socket, { msg: 'process_starts' })) await this.run(fn, values, socket, call);
    } finally {
      this.running -= 1;
      this.wake();
    }
    socket.close(1000);
  }

  private async run(fn: UiFunction, values: unknown[], socket: WebSocket, call: SocketCall): Promise<void> {
    const startedAt = performance.now();
    const link = new EventLink(() => socket.drop());
    socket.onClose(() => link.leave());
    try {
      const inform = (log: string): void => void say(socket, { msg: 'log', log, level: 'info' });
      const output = await call(fn, values, link, inform);
      say(socket, { msg: 'process_completed', output, success: true });
      this.note((performance.now() - startedAt) / 1000);
    } catch (error) {
      if (error instanceof LifeEnded) return;
      say(socket, { msg: 'process_completed', output: { error: null }, success: false });
    }
  }

  private note(seconds: number): void {
    this.done = { seconds: this.done.seconds + seconds, calls: this.done.calls + 1 };
    const average = this.done.seconds / this.done.calls;
    this.queueSeconds = (average / Math.min(concurrency, this.done.calls)) * this.waiting.length;
  }
}

/** null: the client has left, or did not answer in time. */
async function askForData(socket: WebSocket): Promise<unknown[] | null> {
  if (!say(socket, { msg: 'send_data' })) return null;
  const body = parse(await socket.receive(dataTimeoutMs));
  if (body && Array.isArray(body['data'])) return body['data'] as unknown[];
  const output = { error: 'Time out uploading data to server' };
  say(socket, { msg: 'process_completed', output, success: false });
  return null;
}

function say(socket: WebSocket, message: object): boolean {
  return socket.send(dumpsJson(message));
}

function parse(text: string | null): Record<string, unknown> | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    // Whoever sends no JSON has sent nothing.
    return null;
  }
}
