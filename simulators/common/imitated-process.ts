import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { pause } from './pause.js';

/** Where an imitated process listens. */
export interface Address {
  host: string;
  /** 0 = any free port. */
  port: number;
  basePath: string;
  tls: { key: string; cert: string } | null;
}

/**
 * The frame around an imitated process: owns the port and the sockets, lets the process die and come
 * back on the same port. What the process remembers and does is up to the subclass, which makes a new
 * life whenever it comes back.
 */
export abstract class ImitatedProcess {
  port: number;
  protected readonly stopping = new AbortController();
  private server: Server | null = null;
  private readonly connections = new Set<Socket>();
  private restarting: Promise<void> | null = null;

  constructor(private readonly address: Address) {
    this.port = address.port;
  }

  /** New memory. */
  protected abstract beginLife(): void;
  protected abstract endLife(): void;
  protected abstract readonly serve: RequestListener;
  /** What happens before the port opens. */
  protected async beforeListening(): Promise<void> {}
  /** What happens once it is open. */
  protected afterListening(): void {}
  /** Takes connections that want to become something else than HTTP; without one they are refused. */
  protected upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | null = null;

  get url(): string {
    const { tls, host, basePath } = this.address;
    return `${tls ? 'https' : 'http'}://${host}:${this.port}${basePath}`;
  }

  async start(): Promise<void> {
    await this.beforeListening();
    if (this.stopping.signal.aborted) return;
    this.server = await this.listen();
    this.afterListening();
  }

  /**
   * Drops every connection, refuses for `down` milliseconds (or until that promise is settled), comes back on the same
   * port with its memory gone. A restart asked for while one is under way is that one.
   */
  restart(down: number | Promise<unknown> = 0): Promise<void> {
    this.restarting ??= this.dieAndReturn(down).finally(() => {
      this.restarting = null;
    });
    return this.restarting;
  }

  crash(downMs: number): void {
    void this.restart(downMs);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.endLife();
    await this.restarting;
    await this.die();
  }

  private async dieAndReturn(down: number | Promise<unknown>): Promise<void> {
    await this.die();
    await this.isOver(down);
    if (this.stopping.signal.aborted) return;
    this.beginLife();
    await this.start();
  }

  /** A stop does not wait for it. */
  private async isOver(down: number | Promise<unknown>): Promise<void> {
    const { signal } = this.stopping;
    if (typeof down === 'number') return pause(down, signal).catch(() => undefined);
    await Promise.race([down, new Promise((resolve) => signal.addEventListener('abort', resolve))]);
  }

  private async listen(): Promise<Server> {
    const { tls, host } = this.address;
    const server = tls ? createHttpsServer(tls, this.serve) : createHttpServer(this.serve);
    server.requestTimeout = 0;
    if (this.upgrade) server.on('upgrade', this.upgrade);
    server.on('connection', (socket: Socket) => {
      this.connections.add(socket);
      socket.once('close', () => this.connections.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, host, resolve);
    });
    this.port = (server.address() as AddressInfo).port;
    return server;
  }

  private async die(): Promise<void> {
    const server = this.server;
    this.server = null;
    this.endLife();
    const closed = server ? new Promise<void>((resolve) => server.close(() => resolve())) : Promise.resolve();
    this.connections.forEach((socket) => socket.resetAndDestroy());
    await closed;
  }
}
