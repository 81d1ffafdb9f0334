import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ExpressAdapter } from '@nestjs/platform-express';

/**
 * Closes as soon as nothing is asked any more. Node waits for every connection on which no request has ended yet, and
 * browsers open some in advance that may never carry one; it waits, too, for those whose answer goes out after the closing
 * has begun, until they have been idle for `keepAliveTimeout`.
 */
export class ClosingExpressAdapter extends ExpressAdapter {
  /** Connections, and how many requests each carries now. */
  private readonly connections = new Map<Socket, number>();
  private isClosing = false;

  override initHttpServer(options: Parameters<ExpressAdapter['initHttpServer']>[0]): void {
    super.initHttpServer(options);
    const server = this.getHttpServer() as Server;
    server.on('connection', (socket) => this.opened(socket));
    server.on('request', (request, response) => this.asked(request, response));
  }

  override close(): Promise<void> | undefined {
    this.isClosing = true;
    for (const [socket, requests] of this.connections) if (!requests) socket.destroy();
    return super.close() as Promise<void> | undefined;
  }

  private opened(socket: Socket): void {
    this.connections.set(socket, 0);
    socket.once('close', () => this.connections.delete(socket));
  }

  private asked({ socket }: IncomingMessage, response: ServerResponse): void {
    this.count(socket, 1);
    response.once('close', () => {
      this.count(socket, -1);
      if (this.isClosing && !this.connections.get(socket)) socket.end();
    });
  }

  private count(socket: Socket, by: 1 | -1): void {
    const requests = this.connections.get(socket);
    if (requests !== undefined) this.connections.set(socket, requests + by);
  }
}
