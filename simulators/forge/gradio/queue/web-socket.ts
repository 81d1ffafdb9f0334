import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket as Socket } from 'ws';

/** Accepts requests on the simulator's own port. The servers compress nothing and take bodies of any size. */
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 0 });

/** The server's end of a WebSocket as Gradio 3 uses one: JSON texts both ways, each asked for in turn. */
export class WebSocket {
  private readonly received: string[] = [];
  private waiting: ((text: string | null) => void) | null = null;
  private closed = false;

  private constructor(private readonly socket: Socket) {
    socket.on('message', (data: Buffer) => this.hear(data.toString('utf8')));
    // What follows an error is the close, which is what counts here.
    socket.on('error', () => undefined);
    this.onClose(() => {
      this.closed = true;
      this.waiting?.(null);
    });
  }

  static accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<WebSocket> {
    return new Promise((resolve) => {
      sockets.handleUpgrade(request, socket, head, (accepted) => resolve(new WebSocket(accepted)));
    });
  }

  onClose(listener: () => void): void {
    this.socket.once('close', listener);
  }

  /** false: nobody is there any more. */
  send(text: string): boolean {
    if (this.closed || this.socket.readyState !== this.socket.OPEN) return false;
    this.socket.send(text);
    return true;
  }

  /** The next text, or null when none comes within `timeoutMs` or the other side has left. */
  receive(timeoutMs: number): Promise<string | null> {
    const next = this.received.shift();
    if (next !== undefined) return Promise.resolve(next);
    if (this.closed) return Promise.resolve(null);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.waiting?.(null), timeoutMs);
      this.waiting = (text) => {
        clearTimeout(timer);
        this.waiting = null;
        resolve(text);
      };
    });
  }

  close(code: number): void {
    this.socket.close(code);
  }

  /** Without a word, as a broken connection. */
  drop(): void {
    this.socket.terminate();
  }

  private hear(text: string): void {
    if (this.waiting) this.waiting(text);
    else this.received.push(text);
  }
}
