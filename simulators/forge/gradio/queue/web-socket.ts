import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { FrameReader, writeFrame } from './web-socket-frames.js';

/**
 * The server's end of a WebSocket (RFC 6455) as far as Gradio 3 needs one: JSON texts both ways, no
 * extensions. Written out because nothing else in the project serves WebSockets.
 */
export class WebSocket {
  private readonly received: string[] = [];
  private readonly frames = new FrameReader();
  private waiting: ((text: string | null) => void) | null = null;
  private closed = false;
  private readonly listeners: (() => void)[] = [];

  /** Accepts the request. @throws Error for one that asks for no WebSocket */
  constructor(
    request: IncomingMessage,
    private readonly socket: Duplex,
    head: Buffer,
  ) {
    const key = request.headers['sec-websocket-key'];
    if (key === undefined) throw new Error('no Sec-WebSocket-Key');
    const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
    const accept = createHash('sha1')
      .update(key + magic)
      .digest('base64');
    const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
    socket.write(`${upgrade}Sec-WebSocket-Accept: ${accept}\r\n\r\n`);
    socket.on('data', (bytes: Buffer) => this.take(bytes));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.end());
    if (head.length > 0) this.take(head);
  }

  get isClosed(): boolean {
    return this.closed;
  }

  onClose(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** false: nobody is there any more. */
  send(text: string): boolean {
    if (this.closed) return false;
    this.socket.write(writeFrame('text', Buffer.from(text)));
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
    if (this.closed) return;
    const reason = Buffer.alloc(2);
    reason.writeUInt16BE(code);
    this.socket.end(writeFrame('close', reason));
    this.end();
  }

  /** Without a word, as a broken connection. */
  drop(): void {
    this.socket.destroy();
    this.end();
  }

  private take(bytes: Buffer): void {
    for (const { kind, data } of this.frames.read(bytes)) {
      if (kind === 'text') this.hear(data.toString('utf8'));
      else if (kind === 'ping') this.socket.write(writeFrame('pong', data));
      else if (kind === 'close') this.close(data.length >= 2 ? data.readUInt16BE(0) : 1000);
    }
  }

  private hear(text: string): void {
    if (this.waiting) this.waiting(text);
    else this.received.push(text);
  }

  private end(): void {
    if (this.closed) return;
    this.closed = true;
    this.waiting?.(null);
    this.listeners.forEach((listener) => listener());
  }
}
