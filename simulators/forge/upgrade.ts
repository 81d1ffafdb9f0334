import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { garbageAtDoor, noJson } from './garbage.js';
import { callFunction } from './gradio/call-function.js';
import type { SocketCall } from './gradio/queue/socket-queue.js';
import { WebSocket } from './gradio/queue/web-socket.js';
import type { Host } from './job.js';
import { takeKnob } from './knobs.js';
import { rootOf } from './routes/gradio-web.routes.js';
import type { ServerLife } from './server-life.js';

/** Serves a request for a WebSocket: Gradio 3 has one, the queue; every other request is refused. */
export async function serveUpgrade(
  host: Host,
  life: ServerLife,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const { gradio } = life;
  const path = (request.url ?? '').split('?')[0];
  const requestedAt = Date.now();
  host.log.recordRequest({ method: 'GET', path: path ?? '/', at: requestedAt });
  const isQueue = path === `${host.settings.basePath}/queue/join` && !host.settings.dialect.streamsResults;
  const isStranger = gradio?.logins.isNeeded && gradio.logins.userOf(request.headers.cookie) === null;
  const isRefused = isStranger || takeKnob(host.knobs, 'unauthorized');
  if (!gradio || !isQueue || isRefused || request.headers['sec-websocket-key'] === undefined)
    return void socket.end(noUpgrade('403 Forbidden'));
  if (takeKnob(host.knobs, 'noWebSockets')) return void socket.end(noUpgrade('400 Bad Request'));
  const garbage = garbageAtDoor(host.knobs);
  if (garbage === 'html502') return void socket.end(noUpgrade('502 Bad Gateway'));
  const root = rootOf({ request, host });
  const call: SocketCall = (fn, values, client, inform) =>
    callFunction(fn, { host, life, values, client, requestedAt, root, inform });
  const accepted = await WebSocket.accept(request, socket, head);
  if (garbage) {
    accepted.send(String(noJson.body));
    return accepted.close(1000);
  }
  await gradio.socketQueue.serve(accepted, gradio.ui.functions, call);
}

function noUpgrade(status: string): string {
  return `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
}
