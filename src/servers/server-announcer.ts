// Tells of servers' changes of state: one line in the log, one stored event. Changes made by people are told by
// `servers.service.ts` in the write that makes them.
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { errorText } from '../common/errors.js';
import { EventBus } from '../events/event-bus.js';
import { stateEvent } from './server-presenter.js';
import { ServerFleet, type FleetServer } from './server-fleet.js';
import { stateOf } from './fleet-server.js';

@Injectable()
export class ServerAnnouncer implements OnModuleDestroy {
  private readonly logger = new Logger('Servers');
  private readonly subscription;
  /** Events in the order of the changes. */
  private telling: Promise<void> = Promise.resolve();

  constructor(
    private readonly fleet: ServerFleet,
    private readonly events: EventBus,
  ) {
    this.subscription = fleet.transitions$.subscribe((server) => {
      this.log(server);
      this.telling = this.telling.then(() => this.tell(server));
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription.unsubscribe();
    await this.telling;
  }

  private async tell(server: FleetServer): Promise<void> {
    await this.events.append(stateEvent(server)).catch((error: unknown) => {
      // Safe to go on: the state is in memory and in every answer; only the notice of it is lost.
      this.logger.error(`A change of state could not be told: ${errorText(error)}`, { server: server.alias });
    });
  }

  private log(server: FleetServer): void {
    const reason = this.fleet.whyNot(server);
    const { problemCode, circuit } = server.health;
    const fields = {
      dir: 'server→queue',
      server: server.alias,
      state: stateOf(server),
      code: problemCode,
      circuit: circuit.state,
    };
    if (reason) this.logger.warn(reason.message, fields);
    else this.logger.log(`Server is ${stateOf(server)}`, fields);
  }
}
