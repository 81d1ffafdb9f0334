// Sends what is due, until the process ends: at least once, in order within a lane, a few at a time (`host-places.ts`).
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
import { CONSOLE, HostPlaces } from './host-places.js';
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
    const hosts = await this.deliveries.hosts(this.places.full());
    for (const { host } of shuffled(hosts.filter((work) => work.due))) await this.startFor(host);
    const later = hosts.flatMap((work) => (work.later === null ? [] : [Date.parse(work.later)]));
    return Math.max(1, Math.min(LONGEST_NAP_MS, ...later.map((at) => at - this.clock.now())));
  }

  /** One after the other, as each may be the last that its owner may have under way. */
  private async startFor(host: string): Promise<void> {
    while (this.places.freeFor(host) > 0) {
      const due = await this.deliveries.due(host, this.signals.underWay(), this.places.full());
      if (!due || this.stopping.signal.aborted) return;
      this.start(due);
    }
  }

  private start(delivery: DeliveryRow): void {
    const { seq, host } = delivery;
    const owner = delivery.api_key_id ?? CONSOLE;
    this.places.take(host, owner);
    this.signals.begin(seq);
    const sending = this.deliver(delivery).finally(() => {
      this.places.leave(host, owner);
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
