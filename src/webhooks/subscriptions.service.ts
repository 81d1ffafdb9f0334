// Standing subscriptions: made, changed, switched, tested. What is sent to them is `webhook-planner.ts`'s to say.
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { Clock } from '../common/clock.js';
import { ConflictError, InvalidRequestError, NotFoundError } from '../common/errors.js';
import { newWebhookSecret } from './contract/webhook-secret.js';
import { DeliverySignals } from './delivery-signals.js';
import type { CreateWebhookDto, UpdateWebhookDto, WebhookSubscriptionDto } from './subscription.dto.js';
import { SubscriptionForm } from './subscription-form.js';
import type { SubscriptionRow } from './subscription.js';
import { SubscriptionsRepository, type SubscriptionColumns } from './subscriptions.repository.js';
import { ownOnly } from './webhook-owner.js';
import { presentSubscription } from './webhook-presenter.js';

/** For each key, and for the console. */
const MOST_SUBSCRIPTIONS = 100;
const SECRET_OVERLAP_MS = 24 * 3600_000;

@Injectable()
export class SubscriptionsService {
  constructor(
    private readonly repository: SubscriptionsRepository,
    private readonly form: SubscriptionForm,
    private readonly signals: DeliverySignals,
    private readonly clock: Clock,
  ) {}

  async list(who: Principal): Promise<WebhookSubscriptionDto[]> {
    return (await this.repository.list(ownOnly(who))).map((row) => this.present(row));
  }

  /** Somebody else's is answered like one that does not exist. @throws NotFoundError */
  async find(id: string, who: Principal): Promise<SubscriptionRow> {
    const row = await this.repository.find(id);
    const own = ownOnly(who);
    if (!row || (own !== undefined && row.api_key_id !== own)) throw new NotFoundError('webhook', id);
    return row;
  }

  present(row: SubscriptionRow): WebhookSubscriptionDto {
    return presentSubscription(row, this.clock.iso());
  }

  /** @throws InvalidRequestError, ConflictError `too_many_webhooks` */
  async create(
    dto: CreateWebhookDto,
    who: Principal,
  ): Promise<{ webhook: WebhookSubscriptionDto; secret: string }> {
    const id = `wh_${randomBytes(12).toString('hex')}`;
    const secret = dto.secret ?? newWebhookSecret();
    const columns = this.form.forNew(id, { ...dto, secret }, who);
    const row = await this.repository.insert(columns, MOST_SUBSCRIPTIONS);
    if (!row)
      throw new ConflictError(
        'too_many_webhooks',
        `There are ${MOST_SUBSCRIPTIONS} already, the most that one key may have: delete one first.`,
      );
    return { webhook: this.present(row), secret };
  }

  /** @throws InvalidRequestError, NotFoundError */
  async update(id: string, dto: UpdateWebhookDto, who: Principal): Promise<WebhookSubscriptionDto> {
    if (dto.secret)
      throw new InvalidRequestError('secret: POST …/rotate-secret changes it', [
        { path: 'secret', message: 'is changed by POST …/rotate-secret' },
      ]);
    const { columns, host } = this.form.forChange(await this.find(id, who), dto);
    return this.change(id, columns, host);
  }

  /** Both sign for a day. */
  async rotate(
    id: string,
    given: string | undefined,
    who: Principal,
  ): Promise<{ webhook: WebhookSubscriptionDto; secret: string }> {
    const row = await this.find(id, who);
    const secret = given ?? newWebhookSecret();
    const webhook = await this.change(id, {
      secret_sealed: this.form.sealSecret(id, secret),
      previous_secret_sealed: row.secret_sealed,
      previous_valid_until: this.clock.isoIn(SECRET_OVERLAP_MS),
    });
    return { webhook, secret };
  }

  /** Switched off it hears of nothing new, and what waited goes on waiting. */
  async enable(id: string, enabled: boolean, who: Principal): Promise<WebhookSubscriptionDto> {
    await this.find(id, who);
    return this.change(id, { enabled: enabled ? 1 : 0, ...(enabled ? HEALTHY : {}) });
  }

  /** After a pause: what waited is sent now. */
  async resume(id: string, who: Principal): Promise<WebhookSubscriptionDto> {
    await this.find(id, who);
    return this.change(id, HEALTHY);
  }

  async delete(id: string, who: Principal): Promise<void> {
    await this.find(id, who);
    if (!(await this.repository.delete(id))) throw new NotFoundError('webhook', id);
  }

  private async change(
    id: string,
    columns: SubscriptionColumns,
    host?: string,
  ): Promise<WebhookSubscriptionDto> {
    const row = await this.repository.update(id, columns, host);
    if (!row) throw new NotFoundError('webhook', id);
    this.signals.work$.next();
    return this.present(row);
  }
}

const HEALTHY = { pause_reason: null, paused_until: null, failures: 0, failing_since: null } as const;
