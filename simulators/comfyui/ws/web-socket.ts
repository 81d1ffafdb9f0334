import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { FrameReader, OPCODE, encodeFrame } from './frames.js';

const ACCEPT_SALT = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export interface SocketListener {
  onText(text: string): void;
  onGone(): void;
}

/** One WebSocket connection of a client. It sends no pings; it answers those of the client. */
export class ServerWebSocket {
  private readonly reader = new FrameReader();
  private fragments: Buffer[] = [];
  private isHalfOpen = false;
  private isOver = false;

  private constructor(
    private readonly socket: Duplex,
    private readonly listener: SocketListener,
  ) {
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    // A broken connection ends like any other: `close` follows.
    socket.on('error', () => undefined);
    socket.once('close', () => this.end());
  }

  /** Answers the handshake. @returns null for a request that is none */
  static accept(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    listener: SocketListener,
  ): ServerWebSocket | null {
    const key = request.headers['sec-websocket-key'];
    if (request.headers.upgrade?.toLowerCase() !== 'websocket' || key === undefined) return null;
    const accept = createHash('sha1').update(`${key}${ACCEPT_SALT}`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    const accepted = new ServerWebSocket(socket, listener);
    if (head.length > 0) accepted.receive(head);
    return accepted;
  }

  sendText(text: string): void {
    this.write(OPCODE.text, Buffer.from(text, 'utf8'));
  }

  sendBinary(bytes: Buffer): void {
    this.write(OPCODE.binary, bytes);
  }

  close(code = 1000): void {
    const reason = Buffer.alloc(2);
    reason.writeUInt16BE(code);
    this.write(OPCODE.close, reason);
    this.socket.end();
  }

  /** Gone without a goodbye. */
  reset(): void {
    if ('resetAndDestroy' in this.socket) (this.socket as { resetAndDestroy(): void }).resetAndDestroy();
    else this.socket.destroy();
  }

  /** As when the other end is unreachable but nobody has noticed: open, deaf and dumb. */
  halfOpen(): void {
    this.isHalfOpen = true;
  }

  private write(opcode: number, payload: Buffer): void {
    if (this.isHalfOpen || this.isOver || !this.socket.writable) return;
    this.socket.write(encodeFrame(opcode, payload));
  }

  private receive(chunk: Buffer): void {
    if (this.isHalfOpen) return;
    for (const frame of this.reader.read(chunk)) {
      if (frame.opcode === OPCODE.ping) this.write(OPCODE.pong, frame.payload);
      else if (frame.opcode === OPCODE.close) this.answerClose(frame.payload);
      else if (frame.opcode === OPCODE.text || frame.opcode === OPCODE.continuation) {
        this.fragments.push(frame.payload);
        if (!frame.isLast) continue;
        const text = Buffer.concat(this.fragments.splice(0)).toString('utf8');
        this.listener.onText(text);
      }
    }
  }

  private answerClose(payload: Buffer): void {
    this.write(OPCODE.close, payload.subarray(0, 2));
    this.socket.end();
  }

  private end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.listener.onGone();
  }
}
