// Where a message goes and with which secrets, opened only when it is sent.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { SecretBox, UnreadableSecretError } from '../secrets/secret-box.js';
import { WEBHOOK_OWNER, WEBHOOK_URL_OWNER, type StoredWebhook } from './contract/webhook-intake.js';
import type { WebhookTemplate } from './contract/webhook.dto.js';
import { readStoredWebhook } from './message-facts.repository.js';
import { readSealedPart, type SubscriptionRow, type TemplateOptions } from './subscription.js';

export interface Receiver {
  url: string;
  /** For the log. */
  shownUrl: string;
  template: WebhookTemplate;
  options: TemplateOptions;
  /** The current one first; for a day after a change the one before, too. */
  secrets: string[];
  /** Send the first one as `x-webhook-key`. */
  secretHeader: boolean;
}

@Injectable()
export class Receivers {
  constructor(
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** @throws UnreadableSecretError */
  ofSubscription(row: SubscriptionRow): Receiver {
    const open = (sealed: string) => this.box.open(sealed, row.id);
    const { url, options } = readSealedPart(open(row.options_sealed ?? ''));
    const overlaps =
      row.previous_secret_sealed !== null && (row.previous_valid_until ?? '') > this.clock.iso();
    const previous = overlaps ? this.readable(row.previous_secret_sealed, row.id) : [];
    const secrets = [open(row.secret_sealed), ...previous];
    return { url, shownUrl: row.url, template: row.template, options, secrets, secretHeader: false };
  }

  /** A secret that is on its way out must not keep the new one from being used. */
  private readable(sealed: string | null, owner: string): string[] {
    try {
      return sealed === null ? [] : [this.box.open(sealed, owner)];
    } catch (error) {
      if (error instanceof UnreadableSecretError) return [];
      throw error;
    }
  }

  /** @throws UnreadableSecretError */
  ofTarget(targetJson: string): Receiver {
    const target = readStoredWebhook(targetJson);
    if (!target) throw new Error('The stored webhook is not in a form that this version knows.');
    return {
      url: this.box.open(target.urlSealed, WEBHOOK_URL_OWNER),
      shownUrl: target.url,
      template: target.template,
      options: {},
      secrets: this.secretsOf(target),
      secretHeader: target.secretHeader,
    };
  }

  private secretsOf(target: StoredWebhook): string[] {
    return target.secretSealed === null ? [] : [this.box.open(target.secretSealed, WEBHOOK_OWNER)];
  }
}
