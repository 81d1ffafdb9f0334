// The event stream of one listener: replay from the outbox first, then live, without a gap and without a repeat.
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { filter, finalize, interval, map, merge, Observable, Subject, takeUntil } from 'rxjs';
import type { Principal } from '../access/contract/index.js';
import type { AppEvent } from './app-event.js';
import { EventBus } from './event-bus.js';
import { EventsRepository } from './events.repository.js';

export interface StreamFilter {
  jobId?: string;
  bulkJobId?: string;
  serverAlias?: string;
  /** Event types, or their first part (`job` for all `job.*`). Empty: all. */
  kinds: string[];
  /** Nobody is told of what they may not see. */
  who: Principal;
}

/** One frame for a listener. */
export type StreamFrame =
  | { event: AppEvent }
  /** The listener was away too long: what it missed is gone, it should read the lists again. */
  | { reset: { last: number } }
  /** Only keeps the connection open. */
  | { comment: string };

const KEEP_ALIVE_MS = 15_000;
const REPLAY_PAGE = 500;

@Injectable()
export class EventStream implements OnModuleDestroy {
  private readonly stopped = new Subject<void>();
  private open = 0;

  constructor(
    private readonly bus: EventBus,
    private readonly repository: EventsRepository,
  ) {}

  /** How many listeners there are now. */
  get listeners(): number {
    return this.open;
  }

  /** `after`: the last number the listener has seen; undefined starts with what happens from now on. */
  listen(wanted: StreamFilter, after?: number): Observable<StreamFrame> {
    this.open += 1;
    const frames = new Observable<StreamFrame>((listener) => {
      let waiting: AppEvent[] | null = [];
      const live = this.bus.events$.subscribe((event) => {
        if (waiting) waiting.push(event);
        else listener.next({ event });
      });
      const join = async (): Promise<void> => {
        let seen = after ?? 0;
        for await (const frame of after === undefined ? [] : this.missed(after)) {
          seen = 'reset' in frame ? frame.reset.last : (frame.event.seq ?? seen);
          listener.next(frame);
        }
        for (const event of waiting ?? [])
          if (event.seq === null || event.seq > seen) listener.next({ event });
        waiting = null;
      };
      join().catch((error: unknown) => listener.error(error));
      return () => live.unsubscribe();
    });
    const alive = interval(KEEP_ALIVE_MS).pipe(map(() => ({ comment: 'keep-alive' })));
    return merge(
      frames.pipe(filter((frame) => !('event' in frame) || matches(frame.event, wanted))),
      alive,
    ).pipe(
      takeUntil(this.stopped),
      finalize(() => (this.open -= 1)),
    );
  }

  onModuleDestroy(): void {
    // An open stream would keep the process from ending.
    this.stopped.next();
  }

  private async *missed(after: number): AsyncGenerator<{ event: AppEvent } | { reset: { last: number } }> {
    const { first, last } = await this.repository.range();
    if (after < first - 1 || after > last) {
      yield { reset: { last } };
      return;
    }
    for (let position = after; ;) {
      const page = await this.repository.after(position, REPLAY_PAGE);
      for (const event of page) yield { event };
      if (page.length < REPLAY_PAGE) return;
      position = page.at(-1)?.seq ?? position;
    }
  }
}

function matches(event: AppEvent, wanted: StreamFilter): boolean {
  if (!maySee(event, wanted.who)) return false;
  if (wanted.jobId && event.jobId !== wanted.jobId) return false;
  if (wanted.bulkJobId && event.bulkJobId !== wanted.bulkJobId) return false;
  if (wanted.serverAlias && event.serverAlias !== wanted.serverAlias) return false;
  return (
    !wanted.kinds.length ||
    wanted.kinds.some((kind) => event.type === kind || event.type.startsWith(`${kind}.`))
  );
}

/** Jobs, bulks and images have owners; what becomes of servers, of the queue and of templates is for whom it concerns. */
function maySee(event: AppEvent, who: Principal): boolean {
  const [kind] = event.type.split('.');
  if (kind === 'job' || kind === 'bulk') return who.mayRead(event.apiKeyId ?? null);
  if (kind === 'image') return who.maySeeImage(event.apiKeyId ?? null);
  if (kind === 'server')
    return who.can('manage_servers', 'read_all') && who.mayUseServer(event.serverAlias ?? '');
  if (kind === 'workflow') return who.mayUseAppType(String(event.data['app_type']));
  return kind === 'queue' || who.can('admin');
}
