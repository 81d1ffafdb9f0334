import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { ServerFleet } from '../servers/server-fleet.js';
import { QueueState } from './queue-state.js';
import type { QueueOutlook } from './waiting-reason.js';

/** What the queue and its servers look like from a waiting job. */
@Injectable()
export class JobOutlook {
  constructor(
    private readonly fleet: ServerFleet,
    private readonly state: QueueState,
    private readonly clock: Clock,
  ) {}

  at(ahead: number | null): QueueOutlook {
    const servers = this.fleet.all().map((server) => ({
      id: server.id,
      alias: server.alias,
      appType: server.appType,
      obstacle: this.fleet.whyNot(server),
    }));
    return { now: this.clock.iso(), paused: this.state.paused, blocked: this.state.blocked, servers, ahead };
  }

  aliasOf(serverId: string | null): string | null {
    return serverId === null ? null : (this.fleet.byId(serverId)?.alias ?? null);
  }
}
