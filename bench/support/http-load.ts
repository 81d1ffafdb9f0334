// The same POST over and over on keep-alive connections. Written on bare sockets, because a full HTTP client costs more
// than the servers it measures and would make the slower one look as fast as the other.
import { connect } from 'node:net';

const ANSWER_TIMEOUT_MS = 30_000;

export interface Load {
  path: string;
  body: unknown;
  /** Beside those that every request needs. */
  headers?: Readonly<Record<string, string>>;
  connections: number;
  /** Stops sending after this time, or after this many requests. */
  until: { ms: number } | { requests: number };
  /** The only right answer. */
  status: number;
}

export interface LoadResult {
  answers: number;
  perSecond: number;
}

/** @throws Error at the first answer of another status */
export async function sendLoad(url: string, load: Load): Promise<LoadResult> {
  const request = requestBytes(url, load);
  const startedAt = performance.now();
  let sent = 0;
  let answers = 0;
  const mayGoOn = (): boolean =>
    'ms' in load.until ? performance.now() - startedAt < load.until.ms : sent < load.until.requests;
  const next = (): Buffer | null => {
    if (!mayGoOn()) return null;
    sent += 1;
    return request;
  };
  const answered = (): void => void (answers += 1);
  const lines = Array.from({ length: load.connections }, () =>
    runConnection(url, load.status, next, answered),
  );
  await Promise.all(lines);
  return { answers, perSecond: (answers / (performance.now() - startedAt)) * 1000 };
}

function requestBytes(url: string, { path, body, headers = {} }: Load): Buffer {
  const json = Buffer.from(JSON.stringify(body));
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${new URL(url).host}`,
    'Content-Type: application/json',
    `Content-Length: ${json.length}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), json]);
}

function runConnection(
  url: string,
  status: number,
  next: () => Buffer | null,
  answered: () => void,
): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.setNoDelay(true).setEncoding('latin1').setTimeout(ANSWER_TIMEOUT_MS);
    let received = '';
    const send = (): void => {
      const request = next();
      if (request) socket.write(request);
      else socket.end();
    };
    socket.on('connect', send);
    socket.on('data', (chunk: string) => {
      received += chunk;
      const length = answerLength(received);
      if (length === null || received.length < length) return;
      if (!received.startsWith(`HTTP/1.1 ${status} `))
        return socket.destroy(new Error(`Answered ${received}`));
      received = received.slice(length);
      answered();
      send();
    });
    socket.on('timeout', () => socket.destroy(new Error(`No answer within ${ANSWER_TIMEOUT_MS} ms`)));
    socket.on('error', reject);
    socket.on('close', () => resolve());
  });
}

/** Of head and body together; null until the head is complete. Both servers tell the length of what they answer. */
function answerLength(received: string): number | null {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const length = /\r\ncontent-length: (\d+)/i.exec(received.slice(0, headEnd))?.[1];
  if (length === undefined) throw new Error(`An answer without a length:\n${received.slice(0, headEnd)}`);
  return headEnd + 4 + Number(length);
}
