import { rmSync } from 'node:fs';
import type { IncomingMessage, RequestListener } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { RecordedRequest } from '../common/generation-log.js';
import { ImitatedProcess } from '../common/imitated-process.js';
import { watchKnobs } from '../common/knob-settings.js';
import { runWorker } from './execution/worker.js';
import { queueExternalPrompt } from './external-prompt.js';
import { ComfyuiGenerationLog } from './generation-log.js';
import type { Generation } from './generation-log.js';
import type { Host } from './host.js';
import { serveRequest } from './http/exchange.js';
import type { Route } from './http/router.js';
import { takeUpgrade } from './http/upgrade.js';
import { knobNames } from './knobs.js';
import type { Knobs, SocketFate } from './knobs.js';
import { allRoutes } from './routes/all-routes.js';
import { simRoutes } from './routes/sim.routes.js';
import { ServerLife } from './server-life.js';
import { fillOptions } from './simulator-options.js';
import type { ComfyuiSimulatorOptions, Settings } from './simulator-options.js';

/** A running simulator as its user sees it. */
export interface ComfyuiSimulator {
  readonly url: string;
  readonly port: number;
  /** Mutable at run time. */
  readonly knobs: Knobs;
  /** The ground truth: every prompt that really ran. */
  readonly generations: readonly Generation[];
  readonly requests: readonly RecordedRequest[];
  /** The ids of the WebSockets that messages reach. */
  readonly sockets: readonly string[];
  /** What the network does to the WebSockets of a client, or to all of them. */
  strikeSockets(fate: SocketFate, client?: string): void;
  /** Somebody else connects with this client's id: it hears nothing more. */
  stealSocket(client: string): void;
  /**
   * Drops every connection, refuses for `down` milliseconds (or until that promise is settled), comes back on the same
   * port with queue, history, cache and temp files gone.
   */
  restart(down?: number | Promise<unknown>): Promise<void>;
  /** Ends the imitated process; files stay. */
  stop(): Promise<void>;
  /** stop(), and the temporary data folder is removed. */
  close(): Promise<void>;
}

/** Starts a simulator and resolves once it accepts connections. */
export async function startComfyuiSimulator(
  options: ComfyuiSimulatorOptions = {},
): Promise<ComfyuiSimulator> {
  const simulator = new RunningSimulator(fillOptions(options), options.knobs ?? {});
  await simulator.start();
  return simulator;
}

/** What the process does is everything else in this folder; this replaces its life when it is to die. */
class RunningSimulator extends ImitatedProcess implements ComfyuiSimulator, Host {
  readonly log: ComfyuiGenerationLog;
  readonly knobs: Knobs;
  private life: ServerLife;
  private readonly routes: readonly Route[];

  constructor(
    readonly settings: Settings,
    knobs: Partial<Knobs>,
  ) {
    super(settings);
    this.log = new ComfyuiGenerationLog(settings.logFile, settings.remembered);
    this.knobs = watchKnobs<Knobs>(knobs, (name) => this.onKnobTurned(name));
    const controls = { restart: (downMs: number) => this.restart(downMs), reset: () => this.reset() };
    this.routes = [...allRoutes(settings), ...(settings.controls ? simRoutes(controls) : [])];
    this.life = new ServerLife(settings, this.knobs);
  }

  get generations(): readonly Generation[] {
    return this.log.generations;
  }

  get requests(): readonly RecordedRequest[] {
    return this.log.requests;
  }

  get sockets(): readonly string[] {
    return this.life.hub.clientIds;
  }

  strikeSockets(fate: SocketFate, client?: string): void {
    this.life.hub.strike(fate, client ?? null);
  }

  stealSocket(client: string): void {
    this.life.hub.steal(client);
  }

  protected readonly serve: RequestListener = (request, response) => {
    void serveRequest(this, this.life, this.routes, request, response);
  };

  protected override upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    void takeUpgrade(this, this.life, request, socket, head);
  };

  protected beginLife(): void {
    this.life = new ServerLife(this.settings, this.knobs);
  }

  protected endLife(): void {
    this.life.end();
  }

  protected override afterListening(): void {
    void runWorker(this, this.life);
    if (this.knobs.externalUser) this.onKnobTurned('externalUser');
  }

  async close(): Promise<void> {
    await this.stop();
    if (this.settings.ownsDataDir) rmSync(this.settings.dataDir, { recursive: true, force: true });
  }

  /** As freshly started for the first time; WebSockets are closed, other connections stay. */
  private reset(): void {
    this.endLife();
    for (const name of knobNames) this.knobs[name] = null;
    this.log.clear();
    for (const name of ['input', 'output', 'temp', 'user']) {
      rmSync(join(this.settings.dataDir, name), { recursive: true, force: true });
    }
    this.beginLife();
    this.afterListening();
  }

  private onKnobTurned(name: string): void {
    const setting = this.knobs.externalUser;
    if (name !== 'externalUser' || setting === null || setting === undefined) return;
    const durationMs = typeof setting === 'object' ? setting.value : setting;
    this.knobs.externalUser = null;
    queueExternalPrompt(this.life, durationMs);
  }
}
