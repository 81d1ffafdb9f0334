// What the queue, its servers and the quotas look like from waiting jobs: the facts for `waiting-reason.ts`.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { ServerFleet } from '../servers/server-fleet.js';
import { JobObstacles } from './job-obstacles.js';
import type { JobRow } from './job.js';
import { KeyStandings } from './key-standings.js';
import { QueueState } from './queue-state.js';
import { TurnReasons } from './turn-reasons.js';
import type { QueueOutlook } from './waiting-reason.js';

@Injectable()
export class OutlookReasons {
  constructor(
    readonly keys: KeyStandings,
    readonly turns: TurnReasons,
  ) {}
}

@Injectable()
export class JobOutlook {
  constructor(
    private readonly fleet: ServerFleet,
    private readonly state: QueueState,
    private readonly obstacles: JobObstacles,
    private readonly reasons: OutlookReasons,
    private readonly clock: Clock,
  ) {}

  /** The outlook of each of these jobs; `ahead` is the caller's to fill in. Asks the database a few times, however many jobs there are. */
  async of(rows: readonly JobRow[]): Promise<(row: JobRow) => QueueOutlook> {
    const waiting = rows.filter((row) => row.status === 'pending');
    const obstacles = await this.obstacles.of(waiting);
    const keys = await this.reasons.keys.of(waiting.flatMap((row) => row.api_key_id ?? []));
    const turn = waiting.length ? await this.reasons.turns.now() : () => null;
    const shared = {
      now: this.clock.iso(),
      paused: this.state.paused,
      blocked: this.state.blocked,
      servers: this.servers(),
      ahead: null,
    };
    return (row) => ({
      ...shared,
      ...obstacles(row),
      turn: turn(row.seq),
      quota: (row.api_key_id !== null && keys.quotas.get(row.api_key_id)) || null,
      keyServers: (row.api_key_id !== null && keys.servers.get(row.api_key_id)) || null,
    });
  }

  /** Is anything started at all now? */
  get isHalted(): boolean {
    return this.state.paused || this.state.blocked !== null;
  }

  aliasOf(serverId: string | null): string | null {
    return serverId === null ? null : (this.fleet.byId(serverId)?.alias ?? null);
  }

  private servers() {
    return this.fleet.all().map((server) => ({
      id: server.id,
      alias: server.alias,
      appType: server.appType,
      obstacle: this.fleet.whyNot(server),
    }));
  }
}
