// Secrets that look like nothing else, and where they turn up again: as they are, or in the base64 that Basic makes.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { request as ask, type IncomingHttpHeaders } from 'node:http';
import { join, relative } from 'node:path';

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
}

export interface RawRequest {
  method?: string;
  /** As it is, without `.` and `..` being worked out, as a client library would. */
  path: string;
  headers?: Record<string, string>;
  /** A text is sent as it is. */
  body?: unknown;
}

/** Streams never end: what comes at once is what is looked at. */
const STREAM_MS = 500;

export class SecretHunt {
  private readonly forms = new Map<string, string[]>();

  /** A new secret; `what` says where it was sent. */
  make(what: string): string {
    return this.keep(what, `canary${randomBytes(14).toString('hex')}`);
  }

  /** One that the server has made. */
  keep(what: string, secret: string): string {
    if (secret.length < 16) throw new Error(`${what}: "${secret}" is too short to look for`);
    this.forms.set(what, [secret, ...[0, 1, 2].map((offset) => inBase64(secret, offset))]);
    return secret;
  }

  /** What can be read there. */
  in(bytes: Buffer | string): string[] {
    const text = typeof bytes === 'string' ? bytes : bytes.toString('latin1');
    return [...this.forms]
      .filter(([, forms]) => forms.some((form) => text.includes(form)))
      .map(([what]) => what);
  }

  /** `file: what` for each file below a folder. */
  inFiles(folder: string): string[] {
    return filesIn(folder).flatMap((file) =>
      this.in(readFileSync(file)).map((what) => `${relative(folder, file)}: ${what}`),
    );
  }
}

export function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

export function send(url: string, { method = 'GET', path, headers, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const type = text === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = ask({ hostname, port, method, path, headers: { ...type, ...headers }, agent: false });
    sent.setTimeout(20_000, () => sent.destroy(new Error(`${method} ${path} was not answered`)));
    sent.on('error', reject).once('response', (answer) => {
      const chunks: Buffer[] = [];
      const finish = (): void => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes, text: bytes.toString() });
      };
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).once('end', finish);
      answer.on('error', finish);
      if (!answer.headers['content-type']?.startsWith('text/event-stream')) return;
      setTimeout(() => {
        finish();
        sent.destroy();
      }, STREAM_MS);
    });
    sent.end(text);
  });
}

/** What stays of it when it stands anywhere in a longer text that is encoded. */
function inBase64(secret: string, offset: number): string {
  const encoded = Buffer.from('x'.repeat(offset) + secret).toString('base64');
  return encoded.slice(offset === 0 ? 0 : 4, encoded.length - 4);
}
