// Takes the webhook of a job or a bulk in: checked, its address and secret sealed, ready for the column `webhook_json`.
import { Injectable } from '@nestjs/common';
import { InvalidRequestError } from '../../common/errors.js';
import { AddressNotAllowedError, AddressPolicy } from '../../outbound/address-policy.js';
import { SecretBox } from '../../secrets/secret-box.js';
import { secretProblem } from './webhook-secret.js';
import { WEBHOOK_EVENTS, type WebhookDto, type WebhookEvent, type WebhookTemplate } from './webhook.dto.js';

/** What `jobs.webhook_json` and `bulks.webhook_json` hold. */
export interface StoredWebhook {
  /** To be shown: scheme and host, as whoever knows the whole may be able to post there. */
  url: string;
  /** The whole one, sealed for `WEBHOOK_URL_OWNER`. */
  urlSealed: string;
  /** Sealed for `WEBHOOK_OWNER`; null without a secret. */
  secretSealed: string | null;
  /** True once it is forgotten, because everything has been told. */
  secretDropped?: boolean;
  events: WebhookEvent[];
  template: WebhookTemplate;
  secretHeader: boolean;
  /** Addresses in messages begin with it: where the client found us. */
  baseUrl: string;
}

export const WEBHOOK_OWNER = 'webhook';
export const WEBHOOK_URL_OWNER = 'webhook-url';

@Injectable()
export class WebhookIntake {
  constructor(
    private readonly box: SecretBox,
    private readonly policy: AddressPolicy,
  ) {}

  /**
   * What the name means today is not asked: each delivery asks anew.
   * @throws InvalidRequestError that names `webhook.url` (code `address_not_allowed`), `webhook.secret` or
   * `webhook.template`; NoSecretKeyError
   */
  take(dto: WebhookDto, baseUrl: string): string {
    refuseTelegram(dto.template);
    const url = this.checkUrl(dto.url, 'webhook.url');
    const secret = dto.secret ?? null;
    const secretHeader = dto.secret_header ?? false;
    if (secret !== null) this.checkSecret(secret, 'webhook.secret', secretHeader);
    const stored: StoredWebhook = {
      url: hostOnly(url),
      urlSealed: this.box.seal(url, WEBHOOK_URL_OWNER),
      secretSealed: secret === null ? null : this.box.seal(secret, WEBHOOK_OWNER),
      events: dto.events ?? WEBHOOK_EVENTS.filter((event) => event !== 'progress'),
      template: dto.template ?? 'standard',
      secretHeader,
      baseUrl,
    };
    return JSON.stringify(stored);
  }

  /** The URL as it will be dialled. `path` names the field. @throws InvalidRequestError `address_not_allowed` */
  checkUrl(text: string, path: string): string {
    try {
      return this.policy.checkUrl(text).href;
    } catch (error) {
      if (!(error instanceof AddressNotAllowedError)) throw error;
      const fields = [{ path, message: error.message }];
      throw new InvalidRequestError(`${path}: ${error.message}`, fields, error.failure);
    }
  }

  /** `inHeader`: it is sent as one, too. @throws InvalidRequestError */
  checkSecret(secret: string, path: string, inHeader = false): void {
    const message = secretProblem(secret, inHeader);
    if (message) throw new InvalidRequestError(`${path} ${message}`, [{ path, message }]);
  }
}

function hostOnly(text: string): string {
  const { origin, pathname, search } = new URL(text);
  return pathname === '/' && !search ? `${origin}/` : `${origin}/…`;
}

/** A subscription holds the chat that the message is for; a job's webhook has no place for it. */
function refuseTelegram(template: WebhookTemplate | undefined): void {
  if (template !== 'telegram') return;
  const message = 'needs the id of a chat: make a subscription of it (POST /api/v2/webhooks)';
  throw new InvalidRequestError(`webhook.template telegram ${message}`, [
    { path: 'webhook.template', message },
  ]);
}
