import type { ServerResponse } from 'node:http';
import { compactJson, dumpsJson } from '../../python-json.js';

/** A message of Gradio's queue; event_id is null for those about the stream itself. */
export interface QueueMessage {
  msg: string;
  event_id: string | null;
  [more: string]: unknown;
}

/** What is told when a client leaves its stream before the end. */
type OnLeft = (sessionHash: string) => void;

/** How a message is written on a stream; null: not at all. */
type Writing = (message: QueueMessage) => string | null;

interface Stream {
  response: ServerResponse;
  writing: Writing;
}

interface Session {
  unsent: QueueMessage[];
  /** Events not completed yet. */
  open: Set<string>;
  stream: Stream | null;
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

  /** Serves a GET /queue/data (or /call/…) from now on. */
  attach(sessionHash: string, response: ServerResponse, writing: Writing = asData): void {
    startStream(response);
    const stream = { response, writing };
    const session = this.sessions.get(sessionHash);
    if (!session) return refuse(stream);
    session.stream = stream;
    // Seen on Forge dfdcbab6 at SIGTERM: not a word, although its source has one for it.
    const stop = (): void => void response.destroy();
    this.signal.addEventListener('abort', stop, { once: true });
    const beat = setInterval(() => write(stream, { msg: 'heartbeat', event_id: null }), this.heartbeatMs);
    response.once('close', () => {
      clearInterval(beat);
      this.signal.removeEventListener('abort', stop);
      if (this.sessions.get(sessionHash) === session) this.leave(sessionHash);
    });
    this.empty(sessionHash, session, stream);
  }

  /** Cuts the stream of a session, as a broken connection would. */
  drop(sessionHash: string): void {
    const stream = this.sessions.get(sessionHash)?.stream;
    this.leave(sessionHash);
    stream?.response.destroy();
  }

  private leave(sessionHash: string): void {
    if (this.sessions.delete(sessionHash)) this.onLeft(sessionHash);
  }

  private empty(sessionHash: string, session: Session, stream: Stream): void {
    for (let message = session.unsent.shift(); message; message = session.unsent.shift()) {
      write(stream, message);
      if (message.msg !== 'process_completed' || message.event_id === null) continue;
      session.open.delete(message.event_id);
      if (session.open.size > 0) continue;
      this.sessions.delete(sessionHash);
      write(stream, { msg: 'close_stream', event_id: null });
      stream.response.end();
      return;
    }
  }
}

export function startStream(response: ServerResponse): void {
  response.writeHead(200, { server: 'uvicorn', 'content-type': 'text/event-stream; charset=utf-8' });
  response.flushHeaders();
}

/** The text is empty with the Starlette that Forge comes with. */
function refuse(stream: Stream): void {
  write(stream, { msg: 'unexpected_error', event_id: null, message: '', success: false });
  stream.response.end();
}

function write({ response, writing }: Stream, message: QueueMessage): void {
  const text = writing(message);
  if (text !== null && !response.writableEnded) response.write(text);
}

function asData(message: QueueMessage): string {
  return `data: ${compactJson(message)}\n\n`;
}

/** As GET /call/… tells it: only how it ends. */
export function asEvents({ msg, output, success, message }: QueueMessage): string | null {
  const frame = (event: string, data: unknown): string => `event: ${event}\ndata: ${dumpsJson(data)}\n\n`;
  if (msg === 'heartbeat') return frame('heartbeat', null);
  if (msg === 'unexpected_error') return frame('error', message);
  if (msg !== 'process_completed') return null;
  return frame(success === true ? 'complete' : 'error', (output as { data?: unknown }).data ?? null);
}
