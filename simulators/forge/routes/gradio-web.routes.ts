import { describeInterface } from '../gradio/interface/config.js';
import type { GradioApp } from '../gradio/gradio-app.js';
import { jsonAnswer } from '../http-answer.js';
import type { Answer } from '../http-answer.js';
import { HttpException, SchemaError } from '../python-errors.js';
import type { Exchange, Handler, Route } from '../router.js';

/** What the page is made of, and logging in to it. */
export const gradioWebRoutes: readonly Route[] = [
  { method: 'GET', path: '/config', needsLogin: true, handle: config },
  {
    method: 'GET',
    path: '/info',
    needsLogin: true,
    handle: () => jsonAnswer({ named_endpoints: {}, unnamed_endpoints: {} }),
  },
  { method: 'GET', path: '/app_id', handle: (exchange) => jsonAnswer({ app_id: appOf(exchange).id }) },
  { method: 'GET', path: '/user', handle: (exchange) => jsonAnswer(userOf(exchange)) },
  { method: 'GET', path: '/login_check', needsLogin: true, handle: () => jsonAnswer(null) },
  { method: 'POST', path: '/login', handle: logIn },
];

/** These routes are there only with the web UI. */
export function appOf({ life }: Pick<Exchange, 'life'>): GradioApp {
  if (!life.gradio) throw new HttpException(404, 'Not Found');
  return life.gradio;
}

/**
 * This server's address as the caller knows it, from what a proxy says in front of it. The base path
 * is not in it: it is the proxy's, the server does not know.
 */
export function rootOf({ request, host }: Pick<Exchange, 'request' | 'host'>): string {
  const first = (name: string): string | undefined =>
    String(request.headers[name] ?? '')
      .split(',')[0]
      ?.trim();
  const scheme = first('x-forwarded-proto') || (host.settings.tls ? 'https' : 'http');
  return `${scheme}://${first('x-forwarded-host') || request.headers.host}`;
}

function config(exchange: Exchange): Answer {
  const { dialect } = exchange.host.settings;
  return jsonAnswer(describeInterface(dialect, appOf(exchange), rootOf(exchange), userOf(exchange)));
}

function userOf(exchange: Exchange): string | null {
  return appOf(exchange).logins.userOf(exchange.request.headers.cookie);
}

/** A form, not JSON. */
function logIn(exchange: Exchange): ReturnType<Handler> {
  const { dialect } = exchange.host.settings;
  const form = new URLSearchParams(exchange.body);
  const missing = ['username', 'password'].filter((name) => !form.get(name));
  if (missing.length > 0)
    throw new SchemaError(missing.map((name) => dialect.validator.missing(['body', name])));
  const cookies = appOf(exchange).logins.logIn(form.get('username') ?? '', form.get('password') ?? '');
  if (!cookies) throw new HttpException(400, 'Incorrect credentials.');
  return jsonAnswer({ success: true }, 200, { 'set-cookie': cookies });
}
