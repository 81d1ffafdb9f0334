// One try from a row to its record.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import type { DeliveryRow, Try, Verdict } from './delivery.js';
import { DeliverySender } from './delivery-sender.js';
import { judgeTry, readSchedule } from './judge-try.js';
import { OutcomesRepository } from './outcomes.repository.js';
import { ReceiverDirectory } from './receiver-directory.js';

@Injectable()
export class DeliveryTries {
  private readonly logger = new Logger('Webhooks');
  private readonly schedule: number[];

  constructor(
    @Inject(SETTINGS) settings: Pick<Settings, 'WEBHOOK_RETRY_SECONDS'>,
    private readonly receivers: ReceiverDirectory,
    private readonly sender: DeliverySender,
    private readonly outcomes: OutcomesRepository,
    private readonly clock: Clock,
  ) {
    this.schedule = readSchedule(settings.WEBHOOK_RETRY_SECONDS);
  }

  /** @throws when the try could not be recorded */
  async make(delivery: DeliveryRow, signal: AbortSignal): Promise<void> {
    const receiver = await this.receivers.of(delivery);
    if (!receiver) return;
    const tried = await this.sender.send(
      { id: delivery.id, payloadJson: delivery.payload_json },
      receiver,
      signal,
    );
    // We are stopping, so it was given up by us: not the receiver's failure.
    if (signal.aborted && tried.status === null) return;
    const verdict = judgeTry(delivery, tried, this.schedule, this.clock.now());
    await this.outcomes.record(delivery, tried, verdict);
    this.log(delivery, tried, verdict);
  }

  private log(delivery: DeliveryRow, tried: Try, verdict: Verdict): void {
    const fields = {
      dir: 'queue→client',
      delivery: delivery.id,
      event: delivery.event_type,
      jobId: delivery.job_id ?? undefined,
      host: delivery.host,
      status: tried.status ?? undefined,
      error: tried.error?.code,
      ms: tried.durationMs,
    };
    if (verdict.status === 'delivered') this.logger.debug('Webhook delivered', fields);
    else if (verdict.status === 'pending') this.logger.debug('Webhook will be tried again', fields);
    else this.logger.warn(`Webhook ${verdict.status}`, fields);
  }
}
