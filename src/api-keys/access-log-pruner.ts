import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { ScheduledTask } from '../common/tasks/scheduled-task.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { AccessLogRepository } from './access-log.repository.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PER_BITE = 2_000;

/** Keeps ACCESS_LOG_DAYS of the access log. Every hour, so that a machine that is on for part of the day forgets too. */
@Injectable()
export class AccessLogPruner {
  constructor(
    private readonly entries: AccessLogRepository,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'ACCESS_LOG_DAYS'>,
  ) {}

  @ScheduledTask({
    name: 'prune-access-log',
    description: 'Forgets lines of the access log older than ACCESS_LOG_DAYS.',
    everyMs: HOUR_MS,
  })
  async prune(): Promise<void> {
    const before = this.clock.isoIn(-this.settings.ACCESS_LOG_DAYS * DAY_MS);
    while ((await this.entries.prune(before, PER_BITE)) === PER_BITE);
  }
}
