import type { ServerResponse } from 'node:http';
import { compactJson } from '../../python-json.js';

/** A message of Gradio's queue; event_id is null for those about the stream itself. */
export interface QueueMessage {
  msg: string;
  event_id: string | null;
  [more: string]: unknown;
}

/** What is told when a client leaves its stream before the end. */
type OnLeft = (sessionHash: string) => void;

interface Session {
  unsent: QueueMessage[];
  /** Events not completed yet. */
  open: Set<string>;
  stream: ServerResponse | null;
}

/**
 * The message boxes of the sessions and the streams that empty them (GET /queue/data). A box exists
 * from the first join until the last event of the session is completed and told; so a stream opened
 * late misses nothing, and one opened later still finds no session.
 */
export class SessionStreams {
  private readonly sessions = new Map<string, Session>();
  private onLeft: OnLeft = () => undefined;

  constructor(
    private readonly heartbeatMs: number,
    private readonly signal: AbortSignal,
  ) {}

  whenLeft(listener: OnLeft): void {
    this.onLeft = listener;
  }

  expect(sessionHash: string, eventId: string): void {
    const session = this.sessions.get(sessionHash) ?? { unsent: [], open: new Set(), stream: null };
    session.open.add(eventId);
    this.sessions.set(sessionHash, session);
  }

  /** Nobody's box: the message is lost. */
  send(sessionHash: string, message: QueueMessage): void {
    const session = this.sessions.get(sessionHash);
    if (!session) return;
    session.unsent.push(message);
    if (session.stream) this.empty(sessionHash, session, session.stream);
  }

  /** Serves a GET /queue/data from now on. */
  attach(sessionHash: string, response: ServerResponse): void {
    startStream(response);
    const session = this.sessions.get(sessionHash);
    if (!session) return endWithError(response, '');
    session.stream = response;
    const stop = (): void => endWithError(response, 'Server stopped unexpectedly.');
    this.signal.addEventListener('abort', stop, { once: true });
    const beat = setInterval(() => write(response, { msg: 'heartbeat', event_id: null }), this.heartbeatMs);
    response.once('close', () => {
      clearInterval(beat);
      this.signal.removeEventListener('abort', stop);
      if (this.sessions.get(sessionHash) === session) this.leave(sessionHash);
    });
    this.empty(sessionHash, session, response);
  }

  /** Cuts the stream of a session, as a broken connection would. */
  drop(sessionHash: string): void {
    const stream = this.sessions.get(sessionHash)?.stream;
    this.leave(sessionHash);
    stream?.destroy();
  }

  private leave(sessionHash: string): void {
    if (this.sessions.delete(sessionHash)) this.onLeft(sessionHash);
  }

  private empty(sessionHash: string, session: Session, stream: ServerResponse): void {
    for (let message = session.unsent.shift(); message; message = session.unsent.shift()) {
      write(stream, message);
      if (message.msg !== 'process_completed' || message.event_id === null) continue;
      session.open.delete(message.event_id);
      if (session.open.size > 0) continue;
      this.sessions.delete(sessionHash);
      write(stream, { msg: 'close_stream', event_id: null });
      stream.end();
      return;
    }
  }
}

export function startStream(response: ServerResponse): void {
  response.writeHead(200, { server: 'uvicorn', 'content-type': 'text/event-stream; charset=utf-8' });
  response.flushHeaders();
}

function endWithError(response: ServerResponse, message: string): void {
  write(response, { msg: 'unexpected_error', event_id: null, message, success: false });
  response.end();
}

function write(response: ServerResponse, message: QueueMessage): void {
  if (!response.writableEnded) response.write(`data: ${compactJson(message)}\n\n`);
}
