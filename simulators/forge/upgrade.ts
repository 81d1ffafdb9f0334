import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { callFunction } from './gradio/call-function.js';
import type { SocketCall } from './gradio/queue/socket-queue.js';
import { WebSocket } from './gradio/queue/web-socket.js';
import type { Host } from './job.js';
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
  if (!gradio || !isQueue || isStranger || request.headers['sec-websocket-key'] === undefined)
    return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  const root = rootOf({ request, host });
  const call: SocketCall = (fn, values, client, inform) =>
    callFunction(fn, { host, life, values, client, requestedAt, root, inform });
  const accepted = await WebSocket.accept(request, socket, head);
  await gradio.socketQueue.serve(accepted, gradio.ui.functions, call);
}
