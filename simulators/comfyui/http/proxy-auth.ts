import type { IncomingMessage } from 'node:http';
import { takeKnob } from '../knobs.js';
import type { Host } from '../host.js';
import type { Answer } from './answer.js';

/**
 * ComfyUI itself knows no passwords. What asks for one is a proxy in front or a login pack: a header
 * on every request, or on a WebSocket `?token=` for clients that cannot set headers there.
 */
export function isAuthorized(
  request: IncomingMessage,
  query: URLSearchParams,
  { settings, knobs }: Host,
  path: string,
): boolean {
  if (takeKnob(knobs, 'unauthorized', path)) return false;
  if (settings.auth === null) return true;
  const { header, value } = settings.auth;
  const token = value.replace(/^Bearer /, '');
  return request.headers[header.toLowerCase()] === value || query.get('token') === token;
}

export function unauthorized(): Answer {
  return {
    status: 401,
    headers: { 'content-type': 'text/html', 'www-authenticate': 'Bearer', server: 'nginx/1.24.0' },
    body: '<html>\r\n<head><title>401 Authorization Required</title></head>\r\n<body>\r\n<center><h1>401 Authorization Required</h1></center>\r\n</body>\r\n</html>\r\n',
  };
}
