// Sends what is due, until the process ends: at least once, in order within a lane, at most two at a time to one host.
// A try is recorded after it was made; who is killed in between sends the same message again with the same id.
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { Clock } from '../common/clock.js';
import { errorText } from '../common/errors.js';
import { pause } from '../common/pause.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DeliveriesRepository, type HostWork } from './deliveries.repository.js';
import type { DeliveryRow } from './delivery.js';
import { DeliveryTries } from './delivery-tries.js';
import { HostPlaces } from './host-places.js';
import { DeliverySignals } from './delivery-signals.js';

const LONGEST_NAP_MS = 30_000;
const AFTER_ERROR_MS = 1_000;

@Injectable()
export class DeliveryWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Webhooks');
  private readonly stopping = new AbortController();
  private readonly places = new HostPlaces();
  private readonly underWay = new Map<number, Promise<void>>();
  private nap = new AbortController();
  private listening: Subscription | undefined;
  private working: Promise<void> | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'STABLEQUEUE_ROLE'>,
    private readonly deliveries: DeliveriesRepository,
    private readonly tries: DeliveryTries,
    private readonly signals: DeliverySignals,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.STABLEQUEUE_ROLE !== 'all') return;
    this.listening = this.signals.work$.subscribe(() => this.wake());
    this.working = this.work();
  }

  /** What is under way is given up and tried again by the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.listening?.unsubscribe();
    this.stopping.abort();
    this.wake();
    await this.working;
    await Promise.all(this.underWay.values());
  }

  private wake(): void {
    this.nap.abort();
  }

  private async work(): Promise<void> {
    let mended = false;
    while (!this.stopping.signal.aborted) {
      this.nap = new AbortController();
      let napMs = AFTER_ERROR_MS;
      try {
        if (!mended) await this.deliveries.mend();
        mended = true;
        napMs = await this.startDue();
      } catch (error) {
        this.logger.error(`Webhooks cannot be looked through, trying again: ${errorText(error)}`);
      }
      await pause(napMs, this.nap.signal);
    }
  }

  /** Starts whatever may be sent now. Returns how long until something else is due. */
  private async startDue(): Promise<number> {
    const hosts = await this.deliveries.hosts();
    for (const { host } of shuffled(hosts.filter((work) => work.due))) {
      const free = this.places.freeFor(host);
      if (free === 0) continue;
      const due = await this.deliveries.due(host, free, this.signals.underWay());
      if (this.stopping.signal.aborted) break;
      for (const delivery of due) this.start(delivery);
    }
    const later = hosts.flatMap((work) => (work.later === null ? [] : [Date.parse(work.later)]));
    return Math.max(1, Math.min(LONGEST_NAP_MS, ...later.map((at) => at - this.clock.now())));
  }

  private start(delivery: DeliveryRow): void {
    const { seq, host } = delivery;
    this.places.take(host);
    this.signals.begin(seq);
    const sending = this.deliver(delivery).finally(() => {
      this.places.leave(host);
      this.signals.end(seq);
      this.underWay.delete(seq);
      this.wake();
    });
    this.underWay.set(seq, sending);
  }

  /** Never rejects. What could not be recorded is sent again: at least once is what is promised. */
  private async deliver(delivery: DeliveryRow): Promise<void> {
    try {
      await this.tries.make(delivery, this.stopping.signal);
    } catch (error) {
      this.logger.error(`A webhook could not be recorded: ${errorText(error)}`, { delivery: delivery.id });
      await pause(AFTER_ERROR_MS, this.stopping.signal);
    }
  }
}

/** So that no host is always the first one when places are few. */
function shuffled(hosts: HostWork[]): HostWork[] {
  return hosts
    .map((work) => ({ work, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ work }) => work);
}
