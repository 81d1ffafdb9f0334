import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkBasicAuth, unauthorized } from './basic-auth.js';
import type { Answer } from './http-answer.js';
import { errorAnswer, jsonAnswer, send } from './http-answer.js';
import type { Host } from './job.js';
import { SocketLink } from './client-link.js';
import { takeKnob } from './knobs.js';
import { pause } from '../common/pause.js';
import { LifeEnded } from '../common/life-ended.js';
import { HttpException } from './python-errors.js';
import { readBody } from './request-body.js';
import { findRoute } from './router.js';
import type { Exchange, Route } from './router.js';
import type { ServerLife } from './server-life.js';
import { shortenTexts } from '../common/generation-log.js';

/** Serves one request: knobs of the transport, routing, auth, worker thread, answer. */
export async function serveRequest(
  host: Host,
  life: ServerLife,
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { dialect, basePath } = host.settings;
  const requestedAt = Date.now();
  const [pathname = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const isBelowBase = pathname === basePath || pathname.startsWith(`${basePath}/`);
  const path = isBelowBase ? pathname.slice(basePath.length) || '/' : pathname;
  const method = request.method ?? 'GET';
  try {
    const latencyMs = path.startsWith('/__sim') ? 0 : (takeKnob(host.knobs, 'latencyMs') ?? 0);
    if (latencyMs > 0) await pause(latencyMs, life.signal);
    const exchange = {
      host,
      life,
      request,
      response,
      path,
      query: new URLSearchParams(query),
      requestedAt,
      body: '',
      client: new SocketLink(request, response),
    };
    const answer = isBelowBase ? await respond(exchange, routes, method) : notFound();
    if (answer) send(response, dialect, answer, method);
  } catch (error) {
    // The process this request belonged to is gone, or its client is: there is nobody to answer.
    if (error instanceof LifeEnded || response.destroyed) response.destroy();
    else send(response, dialect, errorAnswer(dialect, error), method);
  }
}

function notFound(): Answer {
  return jsonAnswer({ detail: 'Not Found' }, 404);
}

async function respond(exchange: Exchange, routes: readonly Route[], method: string): Promise<Answer | null> {
  const { path, host, request } = exchange;
  const open = path.startsWith('/__sim') ? routes : openRoutes(routes, exchange.life);
  if (method === 'OPTIONS' && request.headers['access-control-request-method']) return preflight(exchange);
  const found = findRoute(open, method, path);
  if (!('route' in found)) {
    exchange.host.log.recordRequest({ method, path, at: exchange.requestedAt });
    if (found.allowed.length > 0)
      return jsonAnswer({ detail: 'Method Not Allowed' }, 405, { allow: found.allowed.join(', ') });
    return redirectWithoutSlash(exchange, open) ?? notFound();
  }
  const { route } = found;
  const isGuarded = route.needsAuth || route.needsLogin;
  if (isGuarded && takeKnob(host.knobs, 'unauthorized')) throw unauthorized('Not authenticated');
  if (route.needsAuth && host.settings.apiAuth)
    checkBasicAuth(request.headers.authorization, host.settings.apiAuth);
  if (route.needsLogin) refuseStranger(exchange);
  if (method === 'POST') exchange.body = await readBody(request);
  record(exchange, method);
  if (!route.needsThread) return route.handle(exchange);
  const answer = await exchange.life.threads.run(() => route.handle(exchange));
  // Writing the answer out takes a thread again, so it waits behind everything queued meanwhile.
  return exchange.life.threads.run(() => answer);
}

/** @throws HttpException 401 */
function refuseStranger({ life, request }: Exchange): void {
  const logins = life.gradio?.logins;
  if (logins?.isNeeded && logins.userOf(request.headers.cookie) === null)
    throw new HttpException(401, 'Not authenticated');
}

/** While the server starts, its API routes appear one by one, the LoRA ones last. */
function openRoutes(routes: readonly Route[], life: ServerLife): readonly Route[] {
  if (life.isReady) return routes;
  const share = (Date.now() - life.startedAt) / life.notReadyForMs;
  const api = routes.filter((route) => route.path.startsWith('/sdapi/') && !route.comesLast);
  const shown = new Set(api.slice(0, Math.floor(share * 1.25 * api.length)));
  return routes.filter((route) => !route.path.startsWith('/sdapi/') || shown.has(route));
}

function redirectWithoutSlash({ path, host, request }: Exchange, routes: readonly Route[]): Answer | null {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === path || !routes.some((route) => route.path === trimmed)) return null;
  const scheme = host.settings.tls ? 'https' : 'http';
  const location = `${scheme}://${request.headers.host ?? host.settings.host}${host.settings.basePath}${trimmed}`;
  return { status: 307, headers: { location }, body: '' };
}

/** Gradio's own CORS rule, which applies to Forge with its web UI; A1111 allows nobody. */
function preflight({ host, request }: Exchange): Answer {
  if (!host.settings.dialect.hasModules)
    return {
      status: 400,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: 'Disallowed CORS origin',
    };
  const headers = {
    'access-control-allow-methods': 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT',
    'access-control-max-age': '600',
    'access-control-allow-credentials': 'true',
    'access-control-allow-headers': String(request.headers['access-control-request-headers'] ?? ''),
    'content-type': 'text/plain; charset=utf-8',
  };
  return { status: 200, headers, body: 'OK' };
}

function record({ host, path, body, requestedAt }: Exchange, method: string): void {
  if (path.startsWith('/__sim')) return;
  const isGeneration = method === 'POST' && /\/(txt2img|img2img|queue\/join|predict)$/.test(path);
  host.log.recordRequest({
    method,
    path,
    at: requestedAt,
    ...(isGeneration ? { body: shortBody(body) } : {}),
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
