// The log of deliveries for whoever may look at it, and sending again. Somebody else's are answered like missing ones.
import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { ConflictError, InvalidRequestError, NotFoundError } from '../common/errors.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import type { DeliveryRow } from './delivery.js';
import type {
  ListDeliveriesQuery,
  ReplayManyDto,
  WebhookDeliveryDetailsDto,
  WebhookDeliveryPageDto,
} from './delivery.dto.js';
import { DeliveryLogRepository } from './delivery-log.repository.js';
import { DeliverySignals } from './delivery-signals.js';
import { readSchedule } from './judge-try.js';
import { ownOnly } from './webhook-owner.js';
import { presentDelivery, presentDetails } from './webhook-presenter.js';

const REPLAYS_AT_ONCE = 1_000;

@Injectable()
export class DeliveriesService {
  private readonly tries: number;

  constructor(
    @Inject(SETTINGS) settings: Pick<Settings, 'WEBHOOK_RETRY_SECONDS'>,
    private readonly log: DeliveryLogRepository,
    private readonly signals: DeliverySignals,
  ) {
    this.tries = 1 + readSchedule(settings.WEBHOOK_RETRY_SECONDS).length;
  }

  async list(
    query: ListDeliveriesQuery,
    who: Principal,
    subscriptionId?: string,
  ): Promise<WebhookDeliveryPageDto> {
    const filter = {
      apiKeyId: ownOnly(who),
      subscriptionId,
      status: query.status,
      jobId: query.job_id,
      bulkJobId: query.bulk_job_id,
    };
    const before = query.cursor === undefined ? undefined : Number(query.cursor);
    // One more than asked for tells whether there is a next page.
    const rows = await this.log.list(filter, query.limit + 1, before);
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      deliveries: page.map(presentDelivery),
      next_cursor: rows.length > page.length && last ? String(last.seq) : null,
    };
  }

  async details(id: string, who: Principal): Promise<WebhookDeliveryDetailsDto> {
    const row = await this.find(id, who);
    return presentDetails(row, await this.log.attempts(id), who.can('admin'));
  }

  /** @throws ConflictError `delivery_pending`, `webhook_secret_dropped` */
  async replay(id: string, who: Principal): Promise<void> {
    const row = await this.find(id, who);
    if (row.status === 'pending')
      throw new ConflictError('delivery_pending', 'It has not ended: it is or will be tried.');
    if ((await this.send({ ids: [id] }, who)) > 0) return;
    throw new ConflictError(
      'webhook_secret_dropped',
      'The secret of this job was forgotten when its last message was delivered, so it cannot be signed again.',
    );
  }

  /** Returns how many, at most a thousand. */
  replayMany(dto: ReplayManyDto, who: Principal): Promise<number> {
    const status = dto.status ?? (dto.ids ? undefined : 'failed');
    const filter = {
      subscriptionId: dto.subscription_id ?? undefined,
      status,
      since: dto.since ? isoTime(dto.since) : undefined,
      ids: dto.ids ?? undefined,
    };
    return this.send(filter, who);
  }

  private async send(
    filter: Parameters<DeliveryLogRepository['replay']>[0],
    who: Principal,
  ): Promise<number> {
    const replayed = await this.log.replay(
      { ...filter, apiKeyId: ownOnly(who) },
      this.tries,
      REPLAYS_AT_ONCE,
    );
    if (replayed > 0) this.signals.work$.next();
    return replayed;
  }

  private async find(id: string, who: Principal): Promise<DeliveryRow> {
    const row = await this.log.find(id);
    const own = ownOnly(who);
    if (!row || (own !== undefined && row.api_key_id !== own)) throw new NotFoundError('delivery', id);
    return row;
  }
}

/** Not all that ISO 8601 allows (weeks, days of the year) is read by JavaScript. */
function isoTime(text: string): string {
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  const message = 'must be a date and time like 2026-01-31T12:00:00Z';
  throw new InvalidRequestError(`since ${message}`, [{ path: 'since', message }]);
}
