// How much was done, by whom, where, and what went wrong, over the last days.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { ScheduledTask } from '../common/tasks/scheduled-task.js';
import { waitOf } from './wait-scale.js';
import { StatisticsRepository, type DaySums, type KeySums, type ServerDay } from './statistics.repository.js';
import type {
  KeyStatisticsDto,
  ServerStatisticsDto,
  StatisticsDayDto,
  StatisticsDto,
} from './statistics.dto.js';

const DAY_MS = 86_400_000;
/** A little longer than can be asked for. */
const KEPT_DAYS = 400;

@Injectable()
export class StatisticsService {
  constructor(
    private readonly repository: StatisticsRepository,
    private readonly clock: Clock,
  ) {}

  /** The last `count` days, today included. */
  async of(count: number): Promise<StatisticsDto> {
    const days = Array.from({ length: count }, (_, index) => this.dayAgo(count - 1 - index));
    const first = days[0]!;
    const [sums, servers, keys, waits, failures] = await Promise.all([
      this.repository.days(first),
      this.repository.serverDays(first),
      this.repository.keys(first),
      this.repository.waits(first),
      this.repository.failures(first),
    ]);
    const byDay = new Map(sums.map((sum) => [sum.day, sum]));
    return {
      days: days.map((day) => toDay(day, byDay.get(day))),
      servers: toServers(servers),
      keys: keys.map(toKey),
      wait: waitOf(waits),
      failures: failures.map(({ code, jobs, exampleMessage }) => ({
        ...{ code, count: jobs, example_message: exampleMessage },
      })),
    };
  }

  @ScheduledTask({
    name: 'prune-statistics',
    description: 'Forgets statistics of days longer ago than can be asked for.',
    everyMs: DAY_MS,
  })
  async prune(): Promise<void> {
    await this.repository.prune(this.dayAgo(KEPT_DAYS));
  }

  private dayAgo(days: number): string {
    return this.clock.isoIn(-days * DAY_MS).slice(0, 10);
  }
}

function toDay(day: string, sum: DaySums | undefined): StatisticsDayDto {
  const { completed, failed, cancelled, images, gpuSeconds } = sum ?? {
    ...{ completed: 0, failed: 0, cancelled: 0, images: 0, gpuSeconds: 0 },
  };
  return { day, completed, failed, cancelled, images, gpu_seconds: rounded(gpuSeconds) };
}

function toServers(days: ServerDay[]): ServerStatisticsDto[] {
  const servers = new Map<string, ServerStatisticsDto>();
  for (const { serverAlias, day, jobs, images, gpuSeconds } of days) {
    const server = servers.get(serverAlias) ?? {
      ...{ server_alias: serverAlias, jobs: 0, images: 0, gpu_seconds: 0, by_day: [] },
    };
    server.jobs += jobs;
    server.images += images;
    server.gpu_seconds = rounded(server.gpu_seconds + gpuSeconds);
    server.by_day.push({ day, gpu_seconds: rounded(gpuSeconds) });
    servers.set(serverAlias, server);
  }
  return [...servers.values()].sort((a, b) => b.gpu_seconds - a.gpu_seconds);
}

function toKey({ keyId, name, jobs, gpuSeconds }: KeySums): KeyStatisticsDto {
  const shown = keyId === 0 ? 'console' : (name ?? `deleted key ${keyId}`);
  return { api_key_id: keyId || null, name: shown, jobs, gpu_seconds: rounded(gpuSeconds) };
}

/** Sums have the noise of their last binary digits. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
