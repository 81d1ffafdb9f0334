// From what a client sends to columns: checked, and sealed where it is secret.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { InvalidRequestError } from '../common/errors.js';
import { SecretBox, UnreadableSecretError } from '../secrets/secret-box.js';
import { WebhookIntake } from './contract/webhook-intake.js';
import { maskUrl } from './mask-url.js';
import type { CreateWebhookDto, UpdateWebhookDto } from './subscription.dto.js';
import { hostIn, readSealedPart, type SealedPart, type SubscriptionRow } from './subscription.js';
import type { NewSubscription, SubscriptionColumns } from './subscriptions.repository.js';
import { ADMIN_EVENTS } from './webhook-events.js';

@Injectable()
export class SubscriptionForm {
  constructor(
    private readonly intake: WebhookIntake,
    private readonly box: SecretBox,
  ) {}

  /** @throws InvalidRequestError naming the field */
  forNew(id: string, dto: CreateWebhookDto & { secret: string }, who: Principal): NewSubscription {
    const hearsAll = who.can('admin');
    const template = dto.template ?? 'standard';
    refuseAdminEvents(dto.events, hearsAll);
    const part = { url: this.intake.checkUrl(dto.url, 'url'), options: { ...dto.options } };
    refuseIncomplete(template, part);
    return {
      id,
      name: dto.name,
      api_key_id: who.keyId,
      hears_all: hearsAll ? 1 : 0,
      url: maskUrl(part.url, template),
      secret_sealed: this.sealSecret(id, dto.secret),
      events_json: JSON.stringify([...new Set(dto.events)]),
      template,
      options_sealed: this.box.seal(JSON.stringify(part), id),
      filter_json: JSON.stringify(dto.filter ?? {}),
      enabled: dto.enabled === false ? 0 : 1,
    };
  }

  /** `host`: of a new address. An address that comes back masked, as it was shown, is no change. */
  forChange(row: SubscriptionRow, given: UpdateWebhookDto): { columns: SubscriptionColumns; host?: string } {
    const dto = withoutNulls(given);
    if (dto.events) refuseAdminEvents(dto.events, row.hears_all === 1);
    const template = dto.template ?? row.template;
    const url =
      dto.url === undefined || dto.url === row.url ? undefined : this.intake.checkUrl(dto.url, 'url');
    const columns: SubscriptionColumns = {
      name: dto.name,
      template: dto.template,
      events_json: dto.events && JSON.stringify([...new Set(dto.events)]),
      filter_json: dto.filter && JSON.stringify(dto.filter),
      enabled: dto.enabled === undefined ? undefined : dto.enabled ? 1 : 0,
    };
    if (url !== undefined || dto.options || dto.template) {
      const stored = url !== undefined && dto.options ? undefined : this.open(row);
      const part = {
        url: url ?? stored!.url,
        options: dto.options ? { ...dto.options } : (stored?.options ?? {}),
      };
      refuseIncomplete(template, part);
      columns.options_sealed = this.box.seal(JSON.stringify(part), row.id);
      columns.url = maskUrl(part.url, template);
    }
    const named = Object.entries(columns).filter(([, value]) => value !== undefined);
    return { columns: Object.fromEntries(named), host: url && hostIn(url) };
  }

  /** @throws InvalidRequestError */
  sealSecret(id: string, secret: string): string {
    this.intake.checkSecret(secret, 'secret');
    return this.box.seal(secret, id);
  }

  private open(row: SubscriptionRow): SealedPart {
    try {
      return readSealedPart(this.box.open(row.options_sealed ?? '', row.id));
    } catch (error) {
      if (!(error instanceof UnreadableSecretError)) throw error;
      const message = `The stored address cannot be read: give url and options again. ${error.message}`;
      throw new InvalidRequestError(message, [{ path: 'url', message }]);
    }
  }
}

/** Null is no value for any of these, so it counts as left out. */
function withoutNulls(dto: UpdateWebhookDto): UpdateWebhookDto {
  return Object.fromEntries(Object.entries(dto).filter(([, value]) => value !== null));
}

function refuseAdminEvents(events: readonly string[], hearsAll: boolean): void {
  const forbidden = events.filter((event) => ADMIN_EVENTS.includes(event));
  if (hearsAll || !forbidden.length) return;
  const message = `${forbidden.join(', ')}: only for keys with the scope admin`;
  throw new InvalidRequestError(`events: ${message}`, [{ path: 'events', message }]);
}

function refuseIncomplete(template: string, { url, options }: SealedPart): void {
  const refuse = (path: string, message: string): never => {
    throw new InvalidRequestError(`${path} ${message}`, [{ path, message }]);
  };
  if (template === 'telegram' && !options.chat_id) refuse('options.chat_id', 'is needed by this template');
  if (template === 'ntfy' && !options.topic && new URL(url).pathname === '/')
    refuse('options.topic', 'is needed when the address names no topic');
}
