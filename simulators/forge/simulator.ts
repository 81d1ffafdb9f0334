import { rmSync } from 'node:fs';
import type { IncomingMessage, RequestListener } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { RecordedRequest } from '../common/generation-log.js';
import { ImitatedProcess } from '../common/imitated-process.js';
import { watchKnobs } from '../common/knob-settings.js';
import { LifeEnded } from '../common/life-ended.js';
import { pause } from '../common/pause.js';
import { serveRequest } from './exchange.js';
import { runExternalJob } from './external-job.js';
import { WebuiGenerationLog } from './generation-log.js';
import type { Generation } from './generation-log.js';
import type { Host } from './job.js';
import { knobNames } from './knobs.js';
import type { Knobs } from './knobs.js';
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

/** What the process does is everything else in this folder; this replaces its life when it is to die. */
class RunningSimulator extends ImitatedProcess implements ForgeSimulator, Host {
  readonly log: WebuiGenerationLog;
  readonly knobs: Knobs;
  private life: ServerLife;
  private starts = 0;
  private readonly routes: readonly Route[];

  constructor(
    readonly settings: Settings,
    knobs: Partial<Knobs>,
  ) {
    super(settings);
    this.log = new WebuiGenerationLog(settings.logFile, settings.remembered);
    this.knobs = watchKnobs<Knobs>(knobs, (name) => this.onKnobTurned(name));
    this.routes = [
      ...allRoutes(settings),
      ...(settings.controls
        ? simRoutes({ restart: (downMs) => this.restart(downMs), reset: () => this.reset() })
        : []),
    ];
    this.life = new ServerLife(settings, this.knobs, ++this.starts);
  }

  get generations(): readonly Generation[] {
    return this.log.generations;
  }

  get requests(): readonly RecordedRequest[] {
    return this.log.requests;
  }

  protected readonly serve: RequestListener = (request, response) => {
    void serveRequest(this, this.life, this.routes, request, response);
  };

  protected override upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    void serveUpgrade(this, this.life, request, socket, head);
  };

  protected beginLife(): void {
    this.life = new ServerLife(this.settings, this.knobs, ++this.starts);
  }

  protected endLife(): void {
    this.life.end();
  }

  protected override beforeListening(): Promise<void> {
    return this.loadFirstModel();
  }

  protected override afterListening(): void {
    if (this.knobs.externalUser) this.onKnobTurned('externalUser');
  }

  async close(): Promise<void> {
    await this.stop();
    if (this.settings.ownsDataDir) rmSync(this.settings.dataDir, { recursive: true, force: true });
  }

  /** As freshly started for the first time, without dropping connections. */
  private async reset(): Promise<void> {
    this.endLife();
    for (const name of knobNames) this.knobs[name] = null;
    this.log.clear();
    for (const name of ['config.json', 'cache.json', 'outputs']) {
      rmSync(join(this.settings.dataDir, name), { recursive: true, force: true });
    }
    this.beginLife();
    await this.loadFirstModel();
  }

  /** A1111 loads a model before it opens its port; Forge leaves that to the first job. */
  private async loadFirstModel(): Promise<void> {
    const { slot, signal } = this.life;
    if (!this.settings.dialect.loadsEagerly) return;
    // A broken first model, or a stop meanwhile: the port opens (or not) all the same, as with A1111.
    await slot.ensure(() => pause(this.settings.loadMs, signal)).catch(() => undefined);
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
