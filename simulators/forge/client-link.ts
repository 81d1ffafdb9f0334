import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClientLink } from './job.js';

/** Watches the connection of a request: the server itself never acts on a client that left. */
export class SocketLink implements ClientLink {
  private gone = false;
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly request: IncomingMessage,
    response: ServerResponse,
  ) {
    response.once('close', () => {
      if (response.writableFinished) return;
      this.gone = true;
      this.listeners.forEach((listener) => listener());
    });
  }

  get isGone(): boolean {
    return this.gone;
  }

  drop(): void {
    this.request.socket.destroy();
  }

  onGone(listener: () => void): void {
    this.listeners.push(listener);
  }
}
