// One request exactly as a recorded client sends it, and the answer as that client gets it: status and text, nothing
// interpreted. Bodies are kept as text, because clients in Python write numbers and blanks in their own way (`7.0`).
import { request } from 'undici';

export interface RecordedCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** After so long the client gives up. Default: never. */
  timeoutMs?: number;
}

export interface RecordedAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  bytes: Buffer;
}

/** What `requests` of Python adds by itself. */
export const PYTHON_REQUESTS = {
  'User-Agent': 'python-requests/2.31.0',
  'Accept-Encoding': 'gzip, deflate',
  Accept: '*/*',
} as const;

/** Those of a page's own `fetch`, from the page of this very server. */
export function browserHeaders(url: string): Record<string, string> {
  return {
    'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
    Accept: '*/*',
    Origin: url,
    Referer: `${url}/`,
    'Sec-Fetch-Dest': 'empty',
    'Sec-Fetch-Mode': 'cors',
    'Sec-Fetch-Site': 'same-origin',
  };
}

/** @throws Error when no answer comes within the client's patience */
export async function replay(url: string, call: RecordedCall): Promise<RecordedAnswer> {
  const { method, path, headers = {}, body, timeoutMs } = call;
  const answer = await request(new URL(path, url), {
    method,
    headers,
    body: body ?? null,
    // A connection of its own, as `requests.post` has.
    reset: true,
    ...(timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(timeoutMs) }),
  });
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  return { status: answer.statusCode, headers: answer.headers, bytes };
}

/** `response.json()` of Python: throws for anything but JSON. */
export function jsonOf<T>(answer: RecordedAnswer): T {
  return JSON.parse(answer.bytes.toString('utf8')) as T;
}

/** `response.text`, for what a failed expectation says. */
export function textOf({ status, bytes }: RecordedAnswer): string {
  return `${status} ${bytes.toString('utf8')}`;
}
