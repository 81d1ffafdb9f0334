// Makes the messages of events: who hears of each (`choose-endpoints.ts`) and what it says (`message-payload.ts`).
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import type { AppEvent } from '../events/app-event.js';
import { GalleryService } from '../gallery/gallery.service.js';
import { LinkSigner } from '../secrets/link-signer.js';
import { BaseUrl } from './base-url.js';
import { endpointsOf, type Endpoint } from './choose-endpoints.js';
import type { NewDelivery } from './delivery.js';
import { readSchedule } from './judge-try.js';
import { MessageFactsRepository, type Facts } from './message-facts.repository.js';
import { bulkPayload, jobPayload, otherPayload, type Payload, type PayloadImage } from './message-payload.js';
import type { Listener } from './subscription.js';

@Injectable()
export class MessageMaker {
  private readonly tries: number;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly facts: MessageFactsRepository,
    private readonly gallery: GalleryService,
    private readonly links: LinkSigner,
    private readonly base: BaseUrl,
  ) {
    this.tries = 1 + readSchedule(settings.WEBHOOK_RETRY_SECONDS).length;
  }

  /** In the order of the events. */
  async messagesOf(events: AppEvent[], subscriptions: Listener[]): Promise<NewDelivery[]> {
    const facts = await this.facts.of(idsOf(events, 'jobId'), idsOf(events, 'bulkJobId'));
    const messages: NewDelivery[] = [];
    for (const event of events) {
      const endpoints = endpointsOf(event, subscriptions, facts);
      const payloads = new Map<string, string>();
      for (const endpoint of endpoints) {
        const base = (endpoint.baseUrl ?? this.base.get()).replace(/\/+$/, '');
        const payload = payloads.get(base) ?? JSON.stringify(await this.payloadOf(event, facts, base));
        payloads.set(base, payload);
        messages.push(this.message(event, endpoint, payload));
      }
    }
    return messages;
  }

  private message(event: AppEvent, endpoint: Endpoint, payloadJson: string): NewDelivery {
    const subject = event.jobId ?? event.bulkJobId ?? event.serverAlias ?? '';
    return {
      subscriptionId: endpoint.subscriptionId,
      target: endpoint.target,
      endpoint: endpoint.key,
      host: endpoint.host,
      apiKeyId: endpoint.apiKeyId,
      eventSeq: event.seq,
      eventType: event.type,
      jobId: event.jobId ?? null,
      bulkJobId: event.bulkJobId ?? null,
      lane: `${endpoint.key}|${subject}`,
      payloadJson,
      maxAttempts: event.type === 'job.progress' ? 1 : this.tries,
    };
  }

  private async payloadOf(event: AppEvent, facts: Facts, base: string): Promise<Payload> {
    if (event.jobId) {
      const images = event.type === 'job.completed' ? await this.imagesOf(event.jobId, base) : [];
      return jobPayload(event, facts.jobs.get(event.jobId), images);
    }
    if (!event.type.startsWith('bulk.') || !event.bulkJobId) return otherPayload(event);
    const counts = await this.facts.bulkCounts(event.bulkJobId);
    return bulkPayload(event, facts.bulks.get(event.bulkJobId), counts);
  }

  private async imagesOf(jobId: string, base: string): Promise<PayloadImage[]> {
    const images = (await this.gallery.imagesOf([jobId])).get(jobId) ?? [];
    return images.map(({ filename, role, width, height, seed, download_url, preview_url }) => ({
      ...{ filename, role, width, height, seed },
      url: this.link(base, download_url),
      preview_url: this.link(base, preview_url),
    }));
  }

  private link(base: string, path: string): string {
    return path.startsWith('/') ? `${base}${this.links.sign(path)}` : path;
  }
}

function idsOf(events: AppEvent[], field: 'jobId' | 'bulkJobId'): Set<string> {
  return new Set(events.flatMap((event) => event[field] ?? []));
}
