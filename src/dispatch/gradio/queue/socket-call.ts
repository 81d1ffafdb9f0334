// The queue of Gradio 3.41 (A1111): a WebSocket for each call, on which the server asks for everything. A server that
// wants a login refuses the handshake, or closes with 1008; undici says no more than that, so the reason is asked for.
// Where a proxy passes no WebSocket on, the function is called past the queue (direct-call.ts).
import { Agent, WebSocket } from 'undici';
import { isJsonObject, parseJson, type JsonObject } from '../../../common/json.js';
import { DispatchError, type Target } from '../../contract/index.js';
import type { CallOutcome } from '../../open-call.js';
import { connectOptions, joinUrl } from '../../target-http.js';
import { toTransportError } from '../../transport-error.js';
import { classifyPageAnswer, pageChanged } from '../classify-page-answer.js';
import type { PageClient } from '../page-client.js';
import type { PageFunction } from '../page/page.js';
import { callDirectly, type DirectCall } from './direct-call.js';
import { QueuedCall, type QueueResult } from './queued-call.js';

const POLICY_VIOLATION = 1008;
const ASK_WHY_MS = 15_000;

interface SocketCall extends DirectCall {
  session: string;
}

/** How a socket ended: at the door, before the call was in the queue, or afterwards. */
type SocketEnd = 'refused' | 'dropped' | 'left';

export function callBySocket(
  client: PageClient,
  target: Target,
  fn: PageFunction,
  data: unknown[],
  session: string,
): QueuedCall {
  const call = new QueuedCall(null);
  void converse({ client, target, fn, data, session, call })
    .catch((error: unknown): CallOutcome<QueueResult> => ({
      kind: 'not_sent',
      error: toTransportError(error),
    }))
    .then((outcome) => (outcome.kind === 'broken' ? call.lose() : call.end(outcome)));
  return call;
}

/** Ends when the socket does. A refused one is tried once more, after the login was renewed. */
async function converse(socketCall: SocketCall): Promise<CallOutcome<QueueResult>> {
  for (let isLast = false; ; isLast = true) {
    const end = await talk(socketCall);
    if (end === 'left') return { kind: 'broken' };
    // A function that it does not know just breaks the connection (seen on A1111 1.10.1).
    if (end === 'dropped') {
      socketCall.client.forget(socketCall.target);
      return { kind: 'refused', error: pageChanged() };
    }
    const why = await whyRefused(socketCall, isLast);
    if (why === 'no_sockets') return callDirectly(socketCall);
    if (why !== 'try_again') return { kind: 'refused', error: why };
  }
}

async function talk({ client, target, fn, data, session, call }: SocketCall): Promise<SocketEnd> {
  const agent = new Agent({ connect: connectOptions(target) });
  const socket = new WebSocket(joinUrl(target, 'queue/join').replace(/^http/, 'ws'), {
    headers: { ...target.extraHeaders, ...client.http.loginHeaders(target) },
    dispatcher: agent,
  });
  const close = (): void => socket.close();
  call.closing.signal.addEventListener('abort', close);
  let end: SocketEnd = 'refused';
  const say = (message: JsonObject): void =>
    socket.send(JSON.stringify({ ...message, session_hash: session }));
  socket.addEventListener('message', (event) => {
    const message = parseJson(String(event.data));
    if (!isJsonObject(message)) return call.end({ kind: 'refused', error: noMessage() });
    if (message['msg'] === 'send_hash') say({ fn_index: fn.index });
    else if (message['msg'] === 'send_data') say({ fn_index: fn.index, data, event_data: null });
    else call.hear(message);
    end = message['msg'] === 'send_hash' ? 'dropped' : 'left';
  });
  const code = await new Promise<number>((resolve) => {
    socket.addEventListener('close', (event) => resolve(event.code));
  });
  call.closing.signal.removeEventListener('abort', close);
  await agent.destroy();
  return code === POLICY_VIOLATION ? 'refused' : end;
}

/** @throws TransportError when nobody answers */
async function whyRefused(
  { client, target, call }: SocketCall,
  isLast: boolean,
): Promise<DispatchError | 'try_again' | 'no_sockets'> {
  const until = AbortSignal.any([call.closing.signal, AbortSignal.timeout(ASK_WHY_MS)]);
  const before = client.http.loginHeaders(target)['cookie'];
  const answer = await client.queueStatus(target, until);
  if (answer.status !== 200) return classifyPageAnswer(answer, target);
  const isRenewed = client.http.loginHeaders(target)['cookie'] !== before;
  return isRenewed && !isLast ? 'try_again' : 'no_sockets';
}

function noMessage(): DispatchError {
  const message = 'The queue of the server’s page sent something that is no message of it.';
  return new DispatchError('retryable', message, { code: 'bad_answer' });
}
