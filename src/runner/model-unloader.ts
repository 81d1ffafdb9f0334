// Has servers unload their models, never while something runs there; jobs that come meanwhile wait for it.
import { Injectable, Logger } from '@nestjs/common';
import { errorText } from '../common/errors.js';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import { ServerFleet, type FleetServer } from '../servers/server-fleet.js';
import { ActiveAttempts } from './active-attempts.js';

const UNLOAD_MS = 30_000;

@Injectable()
export class ModelUnloader {
  private readonly logger = new Logger('Memory');
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly registry: DispatcherRegistry,
    private readonly fleet: ServerFleet,
    private readonly active: ActiveAttempts,
  ) {}

  /** For a job that is about to run there: on this server, and on idle ones that share its GPU. */
  async makeRoom(server: FleetServer): Promise<void> {
    const neighbours = this.fleet
      .all()
      .filter(({ id, gpu }) => gpu !== null && gpu === server.gpu && id !== server.id);
    await Promise.all([
      this.unload(server, 1),
      ...neighbours.filter(({ health }) => health.state === 'online').map((one) => this.unload(one, 0)),
    ]);
  }

  /** `own`: jobs of ours that are there and have not been sent yet. False: it was not done. */
  async unload(server: FleetServer, own = 0): Promise<boolean> {
    const dispatcher = this.registry.get(server.appType);
    const busy =
      this.active.occupied(server.id) > own || this.fleet.byId(server.id)?.health.busyElsewhere === true;
    if (!dispatcher.free || busy || this.underWay.has(server.id)) return false;
    let done = false;
    const work = dispatcher.free(server.target, AbortSignal.timeout(UNLOAD_MS)).then(
      () => {
        done = true;
        this.logger.log('Models unloaded', { dir: 'queue→server', server: server.alias });
      },
      (error: unknown) => {
        // Safe to go on: what comes next runs as it would have without.
        this.logger.warn(`Models were not unloaded: ${errorText(error)}`, { server: server.alias });
      },
    );
    this.underWay.set(server.id, work);
    await work;
    this.underWay.delete(server.id);
    return done;
  }

  /** Once nothing is being unloaded there. */
  async settled(serverId: string): Promise<void> {
    await this.underWay.get(serverId);
  }
}
