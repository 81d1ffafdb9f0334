// Server-sent events on an Express response. Nest's own `@Sse()` numbers frames itself and buffers without bound for
// a listener that does not read; here ids are ours alone and a listener that falls behind is sent away to come back
// with its `Last-Event-ID`.
import type { Response } from 'express';
import type { AppEvent } from './app-event.js';
import type { StreamFrame } from './event-stream.js';

const MAX_BUFFERED_BYTES = 1_000_000;
const RETRY_MS = 3_000;
const serialized = new WeakMap<AppEvent, string>();

export function startStream(response: Response): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store, no-transform',
    Connection: 'keep-alive',
    'X-Accel-Buffering': 'no',
  });
  response.socket?.setNoDelay(true);
  response.write(`retry: ${RETRY_MS}\n: open\n\n`);
}

/** False: the listener is too far behind and has been sent away. */
export function writeFrame(response: Response, frame: StreamFrame): boolean {
  if (response.writableLength > MAX_BUFFERED_BYTES) {
    response.end();
    return false;
  }
  response.write(toText(frame));
  return true;
}

function toText(frame: StreamFrame): string {
  if ('comment' in frame) return `: ${frame.comment}\n\n`;
  if ('reset' in frame)
    return `event: reset\nid: ${frame.reset.last}\ndata: ${JSON.stringify(frame.reset)}\n\n`;
  const known = serialized.get(frame.event);
  if (known) return known;
  const text = eventText(frame.event);
  serialized.set(frame.event, text);
  return text;
}

/** A transient event has no id, so the listener's last one stays what it was. */
function eventText(event: AppEvent): string {
  const data = {
    type: event.type,
    job_id: event.jobId ?? undefined,
    bulk_job_id: event.bulkJobId ?? undefined,
    server_alias: event.serverAlias ?? undefined,
    timestamp: event.timestamp,
    ...event.data,
  };
  const id = event.seq === null ? '' : `id: ${event.seq}\n`;
  return `event: ${event.type}\n${id}data: ${JSON.stringify(data)}\n\n`;
}
