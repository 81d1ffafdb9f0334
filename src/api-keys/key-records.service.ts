// What keys did: usage by day, lines of the access log, and what a key is told of itself.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { Clock } from '../common/clock.js';
import type { AccessLogQuery } from './api-key-form.dto.js';
import { shownLimits, shownSettings } from './api-key-presenter.js';
import type { ApiKey } from './api-key.js';
import { AccessLog } from './access-log.js';
import { AccessLogRepository, type StoredAccess } from './access-log.repository.js';
import { KeyRing } from './key-ring.js';
import type {
  AccessEntryDto,
  AccessLogPageDto,
  KeyUsageDto,
  MeDto,
  QuotasShownDto,
  UsageDayDto,
  UsageTotalsDto,
} from './key-records.dto.js';
import { lastDays } from './usage-days.js';
import { UsageRepository, type DayUse } from './usage.repository.js';

@Injectable()
export class KeyRecordsService {
  constructor(
    private readonly usage: UsageRepository,
    private readonly entries: AccessLogRepository,
    private readonly log: AccessLog,
    private readonly ring: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** The last `count` days, today included, up to this moment. */
  async usageOf(keyId: number, count: number): Promise<KeyUsageDto> {
    const days = await this.daysOf(keyId, count);
    const totals = { requests: 0, refusals: 0, jobs: 0, bulk_jobs: 0, gpu_seconds: 0 };
    for (const day of days)
      for (const name of Object.keys(totals) as (keyof UsageTotalsDto)[]) totals[name] += day[name];
    return { success: true, key_id: keyId, days, totals };
  }

  /** Of one key, or (undefined) of everybody. */
  async accessLog(keyId: number | undefined, query: AccessLogQuery): Promise<AccessLogPageDto> {
    await this.log.flush();
    const beforeId = query.cursor === undefined ? undefined : Number(query.cursor);
    // One more than asked for tells whether there is a next page.
    const found = await this.entries.page(
      { keyId, beforeId, refused: query.outcome === 'refused' },
      query.limit + 1,
    );
    const page = found.slice(0, query.limit);
    const last = page.at(-1);
    return {
      success: true,
      entries: page.map((entry) => this.shown(entry)),
      next_cursor: found.length > page.length && last ? String(last.id) : null,
    };
  }

  async me(who: Principal): Promise<MeDto> {
    const key = who.keyId === null ? undefined : this.ring.byId(who.keyId);
    const [today] = key ? await this.daysOf(key.id, 1) : [];
    return {
      success: true,
      kind: who.kind === 'key' ? 'key' : 'console',
      id: who.keyId,
      name: who.name,
      scopes: [...who.scopes],
      servers: who.servers && [...who.servers],
      app_types: who.appTypes && [...who.appTypes],
      expires_at: key?.expiresAt ?? null,
      settings: shownSettings(who.door),
      limits: key ? shownLimits(key.limits) : null,
      usage_today: today ?? null,
      quotas: key && today ? await this.quotasOf(key, today.gpu_seconds) : null,
    };
  }

  private async daysOf(keyId: number, count: number): Promise<UsageDayDto[]> {
    await this.log.flush();
    const days = lastDays(this.clock.now(), count);
    const used = new Map((await this.usage.of(keyId, days[0]!)).map((use) => [use.day, use]));
    return days.map((day) => toUsageDay(day, used.get(day)));
  }

  private async quotasOf(key: ApiKey, gpuSecondsToday: number): Promise<QuotasShownDto> {
    const { maxQueued, maxRunning, gpuSecondsPerDay, maxBulk, onExceed } = key.limits;
    return {
      max_queued: maxQueued,
      max_running: maxRunning,
      ...(await this.usage.jobsOf(key.id)),
      gpu_seconds_per_day: gpuSecondsPerDay,
      gpu_seconds_today: gpuSecondsToday,
      max_bulk: maxBulk,
      on_exceed: onExceed,
    };
  }

  private shown(entry: StoredAccess): AccessEntryDto {
    const { keyId, requestId, ...rest } = entry;
    const name = keyId === null ? undefined : this.ring.byId(keyId)?.name;
    return { ...rest, key_id: keyId, key_name: name ?? null, request_id: requestId };
  }
}

function toUsageDay(day: string, use: DayUse | undefined): UsageDayDto {
  return {
    day,
    requests: use?.requests ?? 0,
    refusals: use?.refusals ?? 0,
    jobs: use?.jobs ?? 0,
    bulk_jobs: use?.bulkJobs ?? 0,
    gpu_seconds: toMilliseconds(use?.gpuSeconds ?? 0),
  };
}

/** Sums of days have the noise of their last binary digits. */
function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
