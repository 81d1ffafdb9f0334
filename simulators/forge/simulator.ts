import { rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { serveRequest } from './exchange.js';
import { runExternalJob } from './external-job.js';
import { GenerationLog } from './generation-log.js';
import type { Generation, RecordedRequest } from './generation-log.js';
import type { Host } from './job.js';
import { knobNames, watchKnobs } from './knobs.js';
import type { Knobs } from './knobs.js';
import { pause } from './pause.js';
import { LifeEnded } from './python-errors.js';
import type { Route } from './router.js';
import { allRoutes } from './routes/all-routes.js';
import { simRoutes } from './routes/sim.routes.js';
import { ServerLife } from './server-life.js';
import { serveUpgrade } from './upgrade.js';
import { fillOptions } from './simulator-options.js';
import type { ForgeSimulatorOptions, Settings } from './simulator-options.js';

/** A running simulator as its user sees it. */
export interface ForgeSimulator {
  readonly url: string;
  readonly port: number;
  /** Mutable at run time. */
  readonly knobs: Knobs;
  /** The ground truth: every generation that really ran. */
  readonly generations: readonly Generation[];
  readonly requests: readonly RecordedRequest[];
  /**
   * Drops every connection, refuses for `down` milliseconds (or until that promise is settled), comes back on the same
   * port with its memory gone.
   */
  restart(down?: number | Promise<unknown>): Promise<void>;
  /** Ends the imitated process; files stay. */
  stop(): Promise<void>;
  /** stop(), and the temporary data folder is removed. */
  close(): Promise<void>;
}

/** Starts a simulator and resolves once it accepts connections. */
export async function startForgeSimulator(options: ForgeSimulatorOptions = {}): Promise<ForgeSimulator> {
  const simulator = new RunningSimulator(fillOptions(options), options.knobs ?? {});
  await simulator.start();
  return simulator;
}

/**
 * The frame around the imitated process: owns the port, the sockets and the log, and replaces the
 * ServerLife when the process is to die. What the process does is everything else in this folder.
 */
class RunningSimulator implements ForgeSimulator, Host {
  readonly log: GenerationLog;
  readonly knobs: Knobs;
  port: number;
  private server: Server | null = null;
  private life: ServerLife;
  private starts = 0;
  private readonly sockets = new Set<Socket>();
  private readonly routes: readonly Route[];
  private readonly stopping = new AbortController();
  private restarting: Promise<void> | null = null;

  constructor(
    readonly settings: Settings,
    knobs: Partial<Knobs>,
  ) {
    this.port = settings.port;
    this.log = new GenerationLog(settings.logFile, settings.remembered);
    this.knobs = watchKnobs(knobs, (name) => this.onKnobTurned(name));
    this.routes = [
      ...allRoutes(settings),
      ...(settings.controls
        ? simRoutes({ restart: (downMs) => this.restart(downMs), reset: () => this.reset() })
        : []),
    ];
    this.life = new ServerLife(settings, this.knobs, ++this.starts);
  }

  get url(): string {
    const scheme = this.settings.tls ? 'https' : 'http';
    return `${scheme}://${this.settings.host}:${this.port}${this.settings.basePath}`;
  }

  get generations(): readonly Generation[] {
    return this.log.generations;
  }

  get requests(): readonly RecordedRequest[] {
    return this.log.requests;
  }

  async start(): Promise<void> {
    await this.loadFirstModel();
    if (this.stopping.signal.aborted) return;
    await this.listen();
    if (this.knobs.externalUser) this.onKnobTurned('externalUser');
  }

  /** A restart asked for while one is under way is that one. */
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
    this.life.end();
    await this.restarting;
    await this.die();
  }

  private async dieAndReturn(down: number | Promise<unknown>): Promise<void> {
    await this.die();
    await this.isOver(down);
    if (this.stopping.signal.aborted) return;
    this.life = new ServerLife(this.settings, this.knobs, ++this.starts);
    await this.start();
  }

  /** A stop does not wait for it. */
  private async isOver(down: number | Promise<unknown>): Promise<void> {
    const { signal } = this.stopping;
    if (typeof down === 'number') return pause(down, signal).catch(() => undefined);
    await Promise.race([down, new Promise((resolve) => signal.addEventListener('abort', resolve))]);
  }

  async close(): Promise<void> {
    await this.stop();
    if (this.settings.ownsDataDir) rmSync(this.settings.dataDir, { recursive: true, force: true });
  }

  /** As freshly started for the first time, without dropping connections. */
  private async reset(): Promise<void> {
    this.life.end();
    for (const name of knobNames) this.knobs[name] = null;
    this.log.clear();
    for (const name of ['config.json', 'cache.json', 'outputs']) {
      rmSync(join(this.settings.dataDir, name), { recursive: true, force: true });
    }
    this.life = new ServerLife(this.settings, this.knobs, ++this.starts);
    await this.loadFirstModel();
  }

  /** A1111 loads a model before it opens its port; Forge leaves that to the first job. */
  private async loadFirstModel(): Promise<void> {
    const { slot, signal } = this.life;
    if (!this.settings.dialect.loadsEagerly) return;
    // A broken first model, or a stop meanwhile: the port opens (or not) all the same, as with A1111.
    await slot.ensure(() => pause(this.settings.loadMs, signal)).catch(() => undefined);
  }

  private async listen(): Promise<void> {
    const serve: RequestListener = (request, response) => {
      void serveRequest(this, this.life, this.routes, request, response);
    };
    const { tls, host } = this.settings;
    const server = tls ? createHttpsServer(tls, serve) : createHttpServer(serve);
    server.requestTimeout = 0;
    server.on('upgrade', (request, socket, head) => {
      void serveUpgrade(this, this.life, request, socket, head);
    });
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, host, resolve);
    });
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  private async die(): Promise<void> {
    const server = this.server;
    this.server = null;
    this.life.end();
    const closed = server ? new Promise<void>((resolve) => server.close(() => resolve())) : Promise.resolve();
    this.sockets.forEach((socket) => socket.resetAndDestroy());
    await closed;
  }

  private onKnobTurned(name: string): void {
    const setting = this.knobs.externalUser;
    if (name !== 'externalUser' || setting === null || setting === undefined) return;
    const durationMs = typeof setting === 'object' ? setting.value : setting;
    this.knobs.externalUser = null;
    runExternalJob(this, this.life, durationMs).catch((error: unknown) => {
      if (!(error instanceof LifeEnded)) throw error;
    });
  }
}
