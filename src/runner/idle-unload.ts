// Servers that have had nothing to do for as long as was set let go of their models, once each time.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { ScheduledTask } from '../common/tasks/scheduled-task.js';
import { ServerFleet, type FleetServer } from '../servers/server-fleet.js';
import { ModelUnloader } from './model-unloader.js';
import { ServerActivity } from './server-activity.js';

const LOOK_MS = 30_000;

@Injectable()
export class IdleUnload {
  /** Since when each server was idle when its models were unloaded. */
  private readonly unloaded = new Map<string, number>();

  constructor(
    private readonly fleet: ServerFleet,
    private readonly activity: ServerActivity,
    private readonly unloader: ModelUnloader,
    private readonly clock: Clock,
  ) {}

  @ScheduledTask({
    name: 'unload-idle-servers',
    description:
      'Has servers unload their models that have had nothing to do for as long as was set for them.',
    everyMs: LOOK_MS,
  })
  async look(): Promise<void> {
    for (const { id, health } of this.fleet.all()) if (health.busyElsewhere === true) this.activity.touch(id);
    await Promise.all(
      this.fleet
        .all()
        .filter((one) => this.isDue(one))
        .map((one) => this.unload(one)),
    );
  }

  private isDue({ id, enabled, health, idleUnloadMinutes }: FleetServer): boolean {
    if (idleUnloadMinutes === null || !enabled || health.state !== 'online') return false;
    const since = this.activity.idleSinceMs(id);
    if (this.activity.isBusy(id) || this.unloaded.get(id) === since) return false;
    return this.clock.now() - since >= idleUnloadMinutes * 60_000;
  }

  private async unload(server: FleetServer): Promise<void> {
    const since = this.activity.idleSinceMs(server.id);
    if (await this.unloader.unload(server)) this.unloaded.set(server.id, since);
  }
}
