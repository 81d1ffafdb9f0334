import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Host } from '../host.js';
import { takeKnob } from '../knobs.js';
import type { ServerLife } from '../server-life.js';
import { meetNetwork, splitUrl } from './exchange.js';
import { isForeignOrigin } from './origin-check.js';
import { isAuthorized } from './proxy-auth.js';

/** A client that wants a WebSocket: the checks of every request, then the hub. */
export async function takeUpgrade(
  host: Host,
  life: ServerLife,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  // A client that leaves meanwhile is no failure.
  socket.on('error', () => socket.destroy());
  const { path, query } = splitUrl(request.url ?? '/', host.settings.basePath);
  host.log.recordRequest({ method: 'GET', path: path ?? '', at: Date.now() });
  await meetNetwork(host, life, path ?? '').catch(() => socket.destroy());
  if (path !== '/ws' && path !== '/api/ws') return refuse(socket, 404);
  if (!isAuthorized(request, query, host, path)) return refuse(socket, 401);
  if (isForeignOrigin(request, host.settings)) return refuse(socket, 403);
  if (takeKnob(host.knobs, 'garbage', path)) return refuse(socket, 502);
  if (life.signal.aborted || !life.hub.connect(request, socket, head, query.get('clientId') ?? ''))
    refuse(socket, 400);
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}
