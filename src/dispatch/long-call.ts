// The one HTTP request that lasts as long as a generation: on a connection of its own (a pooled one may be dead,
// and a resend would make the pictures twice), without a time limit until the server begins to answer.
import { Agent, buildConnector, request } from 'undici';
import type { JsonObject } from '../common/json.js';
import type { Target } from './contract/index.js';
import {
  connectOptions,
  flatHeaders,
  joinUrl,
  readBody,
  requestOptions,
  type HttpAnswer,
} from './target-http.js';
import { toTransportError } from './transport-error.js';
import type { CallOutcome, OpenCall } from './open-call.js';

/** Base64 of a batch of large PNGs is 10 to 100 MB. */
const MAX_ANSWER_BYTES = 512 * 1024 * 1024;
/** Between two pieces of an answer that has begun. */
const ANSWER_IDLE_MS = 120_000;

export type LongCall = OpenCall<HttpAnswer>;

/** `headers`: beside those of the target. */
export function startLongCall(
  target: Target,
  path: string,
  body: JsonObject,
  headers: Record<string, string> = {},
): LongCall {
  const aborter = new AbortController();
  let connected = false;
  let answering = false;
  let isMade: () => void = () => undefined;
  const made = new Promise<void>((resolve) => (isMade = resolve));
  const agent = new Agent({
    pipelining: 0,
    connections: 1,
    headersTimeout: 0,
    bodyTimeout: ANSWER_IDLE_MS,
    connect: noticing(target, () => (connected = true)),
  });
  const send = async (): Promise<CallOutcome<HttpAnswer>> => {
    const options = requestOptions(target, 'POST', body);
    const answer = await request(joinUrl(target, path), {
      ...options,
      headers: { ...options.headers, ...headers },
      dispatcher: agent,
      signal: aborter.signal,
    });
    answering = true;
    if (answer.statusCode === 200) isMade();
    const bytes = await readBody(answer.body, MAX_ANSWER_BYTES);
    return {
      kind: 'answer',
      answer: { status: answer.statusCode, headers: flatHeaders(answer.headers), body: bytes },
    };
  };
  const outcome = send()
    .catch((error: unknown): CallOutcome<HttpAnswer> => {
      return connected ? { kind: 'broken' } : { kind: 'not_sent', error: toTransportError(error) };
    })
    .finally(() => void agent.destroy());
  return { outcome, made, isAnswering: () => answering, close: () => aborter.abort() };
}

function noticing(target: Target, onConnect: () => void): buildConnector.connector {
  const connect = buildConnector(connectOptions(target));
  return (options, callback) => {
    connect(options, (...result) => {
      if (result[0] === null) onConnect();
      callback(...result);
    });
  };
}
