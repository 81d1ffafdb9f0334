// Takes the webhook of a job or a bulk in: checked, its secret sealed, ready for the column `webhook_json`.
import { Injectable } from '@nestjs/common';
import { SecretBox } from '../../secrets/secret-box.js';
import { WEBHOOK_EVENTS, type WebhookDto, type WebhookEvent, type WebhookTemplate } from './webhook.dto.js';

/** What `jobs.webhook_json` and `bulks.webhook_json` hold. */
export interface StoredWebhook {
  url: string;
  /** Sealed for `WEBHOOK_OWNER`; null without a secret. */
  secretSealed: string | null;
  events: WebhookEvent[];
  template: WebhookTemplate;
  secretHeader: boolean;
  /** Addresses in messages begin with it: where the client found us. */
  baseUrl: string;
}

export const WEBHOOK_OWNER = 'webhook';

@Injectable()
export class WebhookIntake {
  constructor(private readonly box: SecretBox) {}

  /** @throws InvalidRequestError that names `webhook.url` or `webhook.secret` */
  take(dto: WebhookDto, baseUrl: string): string {
    const stored: StoredWebhook = {
      url: dto.url,
      secretSealed: dto.secret === undefined ? null : this.box.seal(dto.secret, WEBHOOK_OWNER),
      events: dto.events ?? WEBHOOK_EVENTS.filter((event) => event !== 'progress'),
      template: dto.template ?? 'standard',
      secretHeader: dto.secret_header ?? false,
      baseUrl,
    };
    return JSON.stringify(stored);
  }
}
