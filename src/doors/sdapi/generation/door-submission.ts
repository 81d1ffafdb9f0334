// From a request of the door to a job in the queue.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../access/contract/index.js';
import { JobsService } from '../../../jobs/jobs.service.js';
import { WebhookIntake } from '../../../webhooks/contract/webhook-intake.js';
import type { Entry } from '../door-entry.js';
import { DOOR_SOURCE } from '../jobs/door-jobs.repository.js';
import { DoorServers } from '../lists/door-servers.js';
import { CallerOptions } from '../options/caller-options.js';
import type { DoorBody } from './door-body.js';

export interface DoorCaller {
  who: Principal;
  entry: Entry;
  /** Where the client found us. */
  baseUrl: string;
}

@Injectable()
export class DoorSubmission {
  constructor(
    private readonly jobs: JobsService,
    private readonly webhooks: WebhookIntake,
    private readonly servers: DoorServers,
    private readonly options: CallerOptions,
  ) {}

  /**
   * @returns the job's id; it is on disk then
   * @throws InvalidRequestError, NotFoundError for an unknown server, DomainError `queue_full` and others of a submit
   */
  async submit(body: DoorBody, caller: DoorCaller): Promise<string> {
    const { who, entry, baseUrl } = caller;
    const generation_params = await this.options.applyTo(body.params, who, entry.alias);
    const app_type = this.servers.appTypeFor(generation_params, who, entry.alias);
    const dto = {
      generation_params,
      source_info: DOOR_SOURCE,
      ...(entry.alias === null ? {} : { target_server_alias: entry.alias }),
      ...(app_type === undefined ? {} : { app_type }),
    };
    const webhookJson = this.webhookOf(body, baseUrl);
    const job = this.jobs.prepare(dto, { asked: body.asked, warnings: [], who });
    const [row] = await this.jobs.store([{ ...job, webhookJson }], who);
    return row!.mobilesd_job_id;
  }

  /** The key is sent along as it is, too: that is how the receivers of this API know their sender. */
  private webhookOf({ webhook }: DoorBody, baseUrl: string): string | null {
    if (!webhook) return null;
    const events = ['completed' as const, 'failed' as const, 'cancelled' as const];
    return this.webhooks.take({ ...webhook, template: 'sdapi', secret_header: true, events }, baseUrl);
  }
}
