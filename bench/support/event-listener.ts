// Many listeners of job progress in one process: `event-listener <url> <how many> <ms>`. Once all are connected it says
// so and counts for that long. On bare sockets and without parsing more than it must, so that it measures the server.
import { connect, type Socket } from 'node:net';
import { percentile } from '../statistics.js';
import type { ListenerResult } from './listener-result.js';

/** So many connect at a time. */
const CONNECTING = 50;
/** The delays of every tenth listener are kept; all are counted. */
const TIMED_EACH = 10;
const FRAME = 'event: job.progress';
const TIMESTAMP = '"timestamp":"';
const TIMESTAMP_LENGTH = '2026-01-01T00:00:00.000Z'.length;

const [url = '', count = '0', listenMs = '0'] = process.argv.slice(2);
const delays: number[] = [];
const counts: number[] = [];
let isCounting = false;

/** Resolves with the first bytes of the answer. */
function listen(number: number): Promise<Socket> {
  const { hostname, port, host } = new URL(url);
  counts[number] = 0;
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const request = `GET /api/v1/events?kinds=job.progress HTTP/1.1\r\nHost: ${host}\r\nAccept: text/event-stream\r\n\r\n`;
    socket.setEncoding('latin1').on('connect', () => socket.write(request));
    socket.once('data', (head: string) => {
      if (!head.startsWith('HTTP/1.1 200')) return reject(new Error(head));
      let rest = '';
      socket.on('data', (chunk: string) => (rest = take(number, rest + chunk)));
      resolve(socket);
    });
    socket.on('error', reject);
    socket.on('close', () => {
      process.stderr.write(`Listener ${number} was disconnected\n`);
      process.exit(1);
    });
  });
}

/** Counts the complete frames of `text`. @returns what is left behind the last one */
function take(number: number, text: string): string {
  const end = text.lastIndexOf('\n\n');
  if (end < 0) return text;
  if (isCounting) countFrames(number, text, end);
  return text.slice(end + 2);
}

function countFrames(number: number, text: string, end: number): void {
  const now = Date.now();
  for (let at = text.indexOf(FRAME); at >= 0 && at < end; at = text.indexOf(FRAME, at + FRAME.length)) {
    counts[number] = (counts[number] ?? 0) + 1;
    if (number % TIMED_EACH === 0) delays.push(now - announcedAt(text, at));
  }
}

function announcedAt(text: string, frame: number): number {
  const at = text.indexOf(TIMESTAMP, frame) + TIMESTAMP.length;
  return Date.parse(text.slice(at, at + TIMESTAMP_LENGTH));
}

function result(seconds: number): ListenerResult {
  const frames = counts.reduce((sum, one) => sum + one, 0);
  return {
    p50Ms: percentile(delays, 0.5),
    p99Ms: percentile(delays, 0.99),
    maxMs: percentile(delays, 1),
    framesPerSecond: frames / seconds,
    fewest: Math.min(...counts),
    most: Math.max(...counts),
  };
}

for (let first = 0; first < Number(count); first += CONNECTING) {
  const few = Math.min(CONNECTING, Number(count) - first);
  await Promise.all(Array.from({ length: few }, (_, number) => listen(first + number)));
}
process.stdout.write('listening\n');
isCounting = true;
const startedAt = performance.now();
await new Promise((resolve) => setTimeout(resolve, Number(listenMs)));
process.stdout.write(`result ${JSON.stringify(result((performance.now() - startedAt) / 1000))}\n`);
process.exit(0);
