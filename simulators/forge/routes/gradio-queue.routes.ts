import { callFunction } from '../gradio/call-function.js';
import type { UiFunction } from '../gradio/interface/ui-function.js';
import type { QueuedEvent } from '../gradio/queue/event-queue.js';
import { asEvents, startStream } from '../gradio/queue/session-streams.js';
import { badGateway, garbageAtDoor, noJson } from '../garbage.js';
import { jsonAnswer } from '../http-answer.js';
import type { Answer } from '../http-answer.js';
import { HttpException, PythonError, SchemaError } from '../python-errors.js';
import { parseBody, parseModel } from '../request-body.js';
import type { Exchange, Route } from '../router.js';
import type { Field } from '../validation/validator.js';
import { appOf, rootOf } from './gradio-web.routes.js';

/** The queue of Gradio 4: join, listen, cancel. */
export const queueRoutes: readonly Route[] = [
  { method: 'POST', path: '/queue/join', needsLogin: true, handle: join },
  { method: 'GET', path: '/queue/data', needsLogin: true, handle: listen },
  { method: 'GET', path: '/queue/status', needsLogin: true, handle: status },
  { method: 'POST', path: '/cancel', handle: cancel },
  { method: 'POST', path: '/reset', handle: () => jsonAnswer({ success: true }) },
  { method: 'GET', path: '/heartbeat/*', handle: beat },
  { method: 'POST', path: '/call/*', needsLogin: true, handle: callByName },
  { method: 'GET', path: '/call/*', needsLogin: true, handle: listenToCall },
];

/** What Gradio 3 has beside its WebSocket (upgrade.ts). */
export const socketQueueRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/queue/status',
    needsLogin: true,
    handle: (exchange) => jsonAnswer(appOf(exchange).socketQueue.estimation(null)),
  },
  { method: 'POST', path: '/reset', needsLogin: true, handle: () => jsonAnswer({ success: true }) },
];

const text = { type: 'str', default: null, nullable: true } as const;
const number = { type: 'int', default: null, nullable: true } as const;

const predictFields: readonly Field[] = [
  { name: 'session_hash', ...text },
  { name: 'event_id', ...text },
  { name: 'data', type: 'list', default: [], nullable: false, required: true },
  { name: 'fn_index', ...number },
  { name: 'trigger_id', ...number },
];

const cancelFields: readonly Field[] = [
  { name: 'session_hash', type: 'str', default: '', nullable: false, required: true },
  { name: 'fn_index', type: 'int', default: 0, nullable: false, required: true },
  { name: 'event_id', type: 'str', default: '', nullable: false, required: true },
];

export interface PredictBody {
  session_hash: string | null;
  data: unknown[];
  fn_index: number | null;
}

/** @throws SchemaError */
export function readPredictBody({ host, body, request }: Exchange): PredictBody {
  const { dialect } = host.settings;
  const parsed = parseBody(dialect, body, request.headers['content-type']);
  return parseModel(dialect, predictFields, parsed) as unknown as PredictBody;
}

/** @throws PythonError */
export function functionWith(exchange: Exchange, id: number): UiFunction {
  const fn = appOf(exchange).ui.functions.find((one) => one.id === id);
  if (fn) return fn;
  if (exchange.host.settings.dialect.streamsResults) throw new PythonError('KeyError', String(id));
  throw new PythonError('IndexError', 'list index out of range');
}

/** @throws PythonError */
export function functionNamed(exchange: Exchange, name: string): UiFunction {
  const fn = appOf(exchange).ui.functions.find(({ apiName }) => apiName === name);
  if (fn) return fn;
  throw new PythonError('InvalidApiNameError', `Could not infer function index for API name: ${name}`);
}

function join(exchange: Exchange): Answer {
  const garbage = garbageAtDoor(exchange.host.knobs);
  if (garbage) return garbage === 'html502' ? badGateway : noJson;
  const { session_hash: session, fn_index: index, data } = readPredictBody(exchange);
  if (session === null) throw new HttpException(400, 'Session hash not found.');
  const fn = functionWith(exchange, index ?? Number.NaN);
  return jsonAnswer({ event_id: enqueue(exchange, fn, session, data, rootOf(exchange)) });
}

/** Puts a call into the queue; its id. */
export function enqueue(
  exchange: Exchange,
  fn: UiFunction,
  /** null: one of its own. */
  sessionHash: string | null,
  values: unknown[],
  root: string,
): string {
  const { host, life, requestedAt } = exchange;
  const { queue } = appOf(exchange);
  const call: QueuedEvent['call'] = (event) => {
    const inform = (log: string): void => {
      queue.tell(event, 'log', { log, level: 'info', duration: 10, visible: true });
    };
    return callFunction(fn, { host, life, values, client: event.link, requestedAt, root, inform });
  };
  return queue.join(fn, sessionHash, call);
}

/** @throws SchemaError */
function listen(exchange: Exchange): null {
  const session = exchange.query.get('session_hash');
  if (session === null)
    throw new SchemaError([exchange.host.settings.dialect.validator.missing(['query', 'session_hash'])]);
  appOf(exchange).sessions.attach(session, exchange.response);
  return null;
}

/** A session of its own, named as the event. Addresses of files come out wrong, below `/c` (seen on Forge dfdcbab6). */
function callByName(exchange: Exchange): Answer {
  const name = exchange.path.slice('/call/'.length);
  const { data } = readPredictBody(exchange);
  const id = enqueue(exchange, functionNamed(exchange, name), null, data, `${rootOf(exchange)}/c`);
  return jsonAnswer({ event_id: id });
}

function listenToCall(exchange: Exchange): null {
  const id = exchange.path.split('/').at(-1) ?? '';
  appOf(exchange).sessions.attach(id, exchange.response, asEvents);
  return null;
}

function status(exchange: Exchange): Answer {
  const size = appOf(exchange).queue.size;
  return jsonAnswer({ msg: 'estimation', event_id: null, rank: null, queue_size: size, rank_eta: null });
}

function cancel(exchange: Exchange): Answer {
  const { host, body, request } = exchange;
  const { dialect } = host.settings;
  const parsed = parseBody(dialect, body, request.headers['content-type']);
  const fields = parseModel(dialect, cancelFields, parsed);
  const { session_hash, fn_index, event_id } = fields as {
    session_hash: string;
    fn_index: number;
    event_id: string;
  };
  appOf(exchange).queue.cancel(session_hash, fn_index, event_id);
  return jsonAnswer({ success: true });
}

/** Tells that the server is there; whoever closes it, nothing comes of it. */
function beat({ response, host, life }: Exchange): null {
  startStream(response);
  response.write('data: ALIVE\n\n');
  const timer = setInterval(() => response.write('data: ALIVE\n\n'), host.settings.heartbeatMs);
  const stop = (): void => void response.destroy();
  life.signal.addEventListener('abort', stop, { once: true });
  response.once('close', () => {
    clearInterval(timer);
    life.signal.removeEventListener('abort', stop);
  });
  return null;
}
