import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSettingOn } from '../../common/knob-settings.js';
import { LifeEnded } from '../../common/life-ended.js';
import { pause } from '../../common/pause.js';
import { shortenTexts } from '../../common/generation-log.js';
import type { Host } from '../host.js';
import { takeKnob } from '../knobs.js';
import type { ServerLife } from '../server-life.js';
import { emptyAnswer, send, serverError, textAnswer } from './answer.js';
import type { Answer } from './answer.js';
import { spoil } from './garbage.js';
import { corsHeaders, isForeignOrigin } from './origin-check.js';
import { isAuthorized, unauthorized } from './proxy-auth.js';
import { BodyTooLarge, readBody } from './request-body.js';
import { findRoute } from './router.js';
import type { Exchange, Route } from './router.js';

/** Serves one request: what the network and a proxy do to it, the server's own checks, routing, answer. */
export async function serveRequest(
  host: Host,
  life: ServerLife,
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET';
  const { path, query } = splitUrl(request.url ?? '/', host.settings.basePath);
  const base = { host, life, request, response, params: {}, body: Buffer.alloc(0), requestedAt: Date.now() };
  try {
    const isControl = path?.startsWith('/__sim') ?? false;
    if (!isControl) await meetNetwork(host, life, path ?? '');
    const exchange = { ...base, path: path ?? '', query };
    const answer =
      path === null ? textAnswer('404: Not Found', 404) : await respond(exchange, routes, method);
    if (answer) send(response, isControl ? answer : spoil(answer, host.knobs, path ?? ''), method);
  } catch (error) {
    // The process this request belonged to is gone, or its client is: there is nobody to answer.
    if (error instanceof LifeEnded || response.destroyed) response.destroy();
    else send(response, failure(error), method);
  }
}

export function splitUrl(url: string, basePath: string): { path: string | null; query: URLSearchParams } {
  const [pathname = '/', query = ''] = url.split(/\?(.*)/s);
  const isBelow = pathname === basePath || pathname.startsWith(`${basePath}/`);
  return { path: isBelow ? pathname.slice(basePath.length) || '/' : null, query: new URLSearchParams(query) };
}

/** What happens to every request on its way, a WebSocket's too. */
export async function meetNetwork({ knobs }: Host, life: ServerLife, path: string): Promise<void> {
  const latencyMs = takeKnob(knobs, 'latencyMs', path) ?? 0;
  if (latencyMs > 0) await pause(latencyMs, life.signal);
  if (takeKnob(knobs, 'silent', path)) while (isSettingOn(knobs, 'silent')) await pause(20, life.signal);
}

/** What no handler caught, in the words of the web framework. */
function failure(error: unknown): Answer {
  return error instanceof BodyTooLarge ? textAnswer(error.message, 413) : serverError();
}

async function respond(exchange: Exchange, routes: readonly Route[], method: string): Promise<Answer | null> {
  const { path, host, request } = exchange;
  const isControl = path.startsWith('/__sim');
  if (!isControl) {
    if (!isAuthorized(request, exchange.query, host, path)) return unauthorized();
    if (isForeignOrigin(request, host.settings)) return emptyAnswer(403);
    if (method === 'OPTIONS') return withCors(emptyAnswer(200), exchange);
  }
  exchange.body = await readBody(request, host.settings.maxUploadBytes);
  if (!isControl) record(exchange, method);
  const found = findRoute(routes, method, path);
  if ('allowed' in found)
    return found.allowed.length > 0
      ? textAnswer('405: Method Not Allowed', 405, { allow: found.allowed.sort().join(',') })
      : textAnswer('404: Not Found', 404);
  const answer = await found.route.handle({ ...exchange, params: found.params });
  return answer && withCors(answer, exchange);
}

function withCors(answer: Answer, { host }: Exchange): Answer {
  return { ...answer, headers: { ...answer.headers, ...corsHeaders(host.settings) } };
}

function record({ host, path, body, requestedAt }: Exchange, method: string): void {
  const isPrompt = method === 'POST' && /^(\/api)?\/prompt$/.test(path);
  host.log.recordRequest({
    method,
    path,
    at: requestedAt,
    ...(isPrompt ? { body: shortBody(body.toString('utf8')) } : {}),
  });
}

function shortBody(body: string): unknown {
  try {
    return shortenTexts(JSON.parse(body));
  } catch {
    // Clients under test may send anything; the record keeps its beginning.
    return body.slice(0, 2000);
  }
}
