// The queue of Gradio 4.40 (Forge): a call has joined it, and its stream tells the rest. Messages are kept for a stream
// that opens late, so opening it may be tried again; one that was open and broke cannot be resumed (seen on Forge
// dfdcbab6): a waiting call is gone with it, a running one goes on unheard.
import { Agent, request } from 'undici';
import { pause } from '../../../common/pause.js';
import type { Target } from '../../contract/index.js';
import { connectOptions, joinUrl, requestOptions, type TargetHttp } from '../../target-http.js';
import { EventFrames } from './event-frames.js';
import { QueuedCall } from './queued-call.js';

/** It beats every 15 s. */
const SILENCE_MS = 120_000;
const OPENING_MS = 30_000;
const PAUSES_MS = [0, 200, 1_000, 3_000];

export function listenToEvent(
  http: TargetHttp,
  target: Target,
  session: string,
  eventId: string,
): QueuedCall {
  const call = new QueuedCall(eventId);
  const agent = new Agent({
    pipelining: 0,
    connections: 1,
    headersTimeout: OPENING_MS,
    bodyTimeout: SILENCE_MS,
    connect: connectOptions(target),
  });
  void listen(http, target, session, agent, call)
    // However it ended, it told of no result; the server itself is asked then.
    .catch(() => undefined)
    .finally(() => {
      call.lose();
      void agent.destroy();
    });
  return call;
}

async function listen(
  http: TargetHttp,
  target: Target,
  session: string,
  agent: Agent,
  call: QueuedCall,
): Promise<void> {
  const body = await open(http, target, session, agent, call.closing.signal);
  const frames = new EventFrames();
  for await (const chunk of body) {
    for (const message of frames.read(chunk)) call.hear(message);
  }
}

/** @throws Error when it could not be opened in several tries */
async function open(
  http: TargetHttp,
  target: Target,
  session: string,
  agent: Agent,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  for (const pauseMs of PAUSES_MS) {
    if (pauseMs > 0) await pause(pauseMs, signal);
    const { headers } = requestOptions(target, 'GET');
    const answer = await request(joinUrl(target, `queue/data?session_hash=${encodeURIComponent(session)}`), {
      method: 'GET',
      headers: { ...headers, ...http.loginHeaders(target), accept: 'text/event-stream' },
      dispatcher: agent,
      signal,
    }).catch(() => null);
    signal.throwIfAborted();
    if (answer?.statusCode === 200) return answer.body;
    await answer?.body.dump();
    if (answer?.statusCode === 401) await http.logIn(target, signal);
  }
  throw new Error('the stream of the queue could not be opened');
}
