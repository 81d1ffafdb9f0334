// The demo: servers that only pretend to paint, for somebody without a GPU. Which servers are its own is kept by their
// ids, so it starts again with the process as long as somebody has not removed them, whatever they are called then.
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ConflictError, NotFoundError } from '../common/errors.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { SettingsStore } from '../database/settings-store.js';
import { ServerFleet } from '../servers/server-fleet.js';
import { ServersService } from '../servers/servers.service.js';
import { DemoMachines, type DemoAddress } from './demo-machines.js';
import type { DemoDto } from './demo.dto.js';

const STORED = 'demo.servers';
/** By the number of the machine. */
const ALIASES = ['demo-1', 'demo-2', 'demo-comfyui'];
const NOTE = 'These servers are simulated: their pictures are made by arithmetic, not by a model.';

@Injectable()
export class DemoService implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Demo');
  /** Ids of the servers, by the number of their machine; null: removed by somebody. */
  private ids: (string | null)[] = [];
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'STABLEQUEUE_ROLE'>,
    private readonly store: SettingsStore,
    private readonly machines: DemoMachines,
    private readonly servers: ServersService,
    private readonly fleet: ServerFleet,
  ) {}

  /** Before anything is sent: on the old ports may be somebody else's program by now. */
  async onModuleInit(): Promise<void> {
    this.ids = (await this.store.get<(string | null)[]>(STORED)) ?? [];
    if (this.settings.STABLEQUEUE_ROLE === 'all' && this.present().length)
      await this.inTurn(() => this.startAgain());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.turn.catch(() => undefined);
    await this.machines.stop();
  }

  state(): DemoDto {
    const servers = this.present().map(({ alias, target }) => ({ alias, base_url: target.baseUrl }));
    const running = this.machines.running && servers.length > 0;
    return { running, servers: running ? servers : [], note: NOTE };
  }

  /** Starts the machines and adds them as servers; those that are there stay. @throws ConflictError `demo_alias_taken` */
  async start(): Promise<DemoDto> {
    await this.inTurn(async () => {
      this.refuseTaken();
      for (const [index, address] of (await this.machines.start()).entries()) await this.put(index, address);
    });
    return this.state();
  }

  /** Removes the servers and stops the machines. Their jobs wait, for another server if they may go there. */
  async stop(): Promise<DemoDto> {
    await this.inTurn(async () => {
      for (const { alias } of this.present()) await this.remove(alias);
      this.ids = [];
      await this.store.set(STORED, this.ids);
      await this.machines.stop();
    });
    return this.state();
  }

  private async startAgain(): Promise<void> {
    try {
      for (const [index, address] of (await this.machines.start()).entries())
        if (this.serverOf(index)) await this.put(index, address);
    } catch (error) {
      // The queue is worth more than its demo: the servers are there, and cannot be reached.
      this.logger.error(error instanceof Error ? error.stack : String(error));
    }
  }

  private async put(index: number, address: DemoAddress): Promise<void> {
    const known = this.serverOf(index);
    if (known) {
      if (known.target.baseUrl !== address.base_url) await this.servers.update(known.alias, address);
      return;
    }
    const alias = ALIASES[index]!;
    const { id } = await this.servers.create({ alias, ...address, notes: NOTE });
    this.ids[index] = id;
    await this.store.set(STORED, this.ids);
  }

  private async remove(alias: string): Promise<void> {
    await this.servers.remove(alias, true).catch((error: unknown) => {
      // Somebody else was first.
      if (!(error instanceof NotFoundError)) throw error;
    });
  }

  private refuseTaken(): void {
    const taken = ALIASES.find((alias, index) => !this.serverOf(index) && this.fleet.byAlias(alias));
    if (!taken) return;
    const message = `There is already a server "${taken}" that is not of the demo; rename or remove it first.`;
    throw new ConflictError('demo_alias_taken', message);
  }

  private serverOf(index: number) {
    const id = this.ids[index];
    return id ? this.fleet.byId(id) : undefined;
  }

  private present() {
    return this.ids.flatMap((_, index) => this.serverOf(index) ?? []);
  }

  /** However many ask at once. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.turn.then(work);
    this.turn = turn.catch(() => undefined);
    return turn;
  }
}
