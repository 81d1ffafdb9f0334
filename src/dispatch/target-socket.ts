// A WebSocket to a generation server, on a connection of its own, with the same login, headers and TLS settings as its
// HTTP. Dead connections are found by pings: nothing else tells a silent server from a cable that was pulled.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent, WebSocket, ping } from 'undici';
import type { Target } from './contract/index.js';
import { connectOptions, joinUrl, requestOptions } from './target-http.js';

export interface SocketListener {
  text(text: string): void;
  binary(bytes: Buffer): void;
  /** Once, whoever ended it; nothing comes after. */
  closed(): void;
}

const PING_MS = 15_000;
/** undici tells of pongs here alone. */
const PONGS = 'undici:websocket:pong';

export class TargetSocket {
  private readonly agent: Agent;
  private readonly socket: WebSocket;
  private readonly pings: NodeJS.Timeout;
  private heard = true;
  private over = false;

  constructor(
    target: Target,
    path: string,
    private readonly listener: SocketListener,
  ) {
    this.agent = new Agent({ connect: connectOptions(target) });
    const url = joinUrl(target, path).replace(/^http/, 'ws');
    const { headers } = requestOptions(target, 'GET');
    this.socket = new WebSocket(url, { dispatcher: this.agent, headers });
    this.socket.binaryType = 'arraybuffer';
    this.socket.addEventListener('message', ({ data }) => this.onMessage(data));
    this.socket.addEventListener('close', () => this.end());
    this.socket.addEventListener('error', () => this.end());
    subscribe(PONGS, this.onPong);
    this.pings = setInterval(() => this.check(), PING_MS);
    this.pings.unref();
  }

  send(text: string): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(text);
  }

  close(): void {
    this.end();
  }

  private onMessage(data: unknown): void {
    if (this.over) return;
    this.heard = true;
    if (typeof data === 'string') this.listener.text(data);
    else if (data instanceof ArrayBuffer) this.listener.binary(Buffer.from(data));
  }

  private readonly onPong = (message: unknown): void => {
    if (typeof message !== 'object' || message === null) return;
    if (Reflect.get(message, 'websocket') === this.socket) this.heard = true;
  };

  private check(): void {
    if (!this.heard) return this.end();
    this.heard = false;
    if (this.socket.readyState === WebSocket.OPEN) ping(this.socket);
  }

  private end(): void {
    if (this.over) return;
    this.over = true;
    clearInterval(this.pings);
    unsubscribe(PONGS, this.onPong);
    this.socket.close();
    // The handshake of closing is not waited for: a half-open connection never answers it.
    void this.agent.destroy();
    this.listener.closed();
  }
}
