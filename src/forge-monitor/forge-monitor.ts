// Progress of one Forge or A1111 generation as a stream: looks at the server again and again, hears what the queue of
// its page tells, tells what changed, and ends when something is sure. Asks through the function that it is given; owns
// no HTTP. Rules: advance.ts.
import {
  Observable,
  concatMap,
  defer,
  from,
  map,
  merge,
  NEVER,
  of,
  repeat,
  switchMap,
  takeWhile,
  timer,
} from 'rxjs';
import { advance } from './advance.js';
import { initialState, type MonitorEvent, type MonitorSettings } from './monitor-state.js';
import type { Observation, QueueReport } from './observation.js';

const FIRST_LOOK_MS = 100;

const NOTHING_SEEN = { task: null, server: null, dead: null };

/** Looks once; never rejects. `previewId` is the last preview that we have. */
export type Look = (previewId: number, signal: AbortSignal) => Promise<Observation>;

/**
 * Ends with exactly one `end` event. Unsubscribing stops the polling and aborts a look that is under way. What
 * `told$` says counts at once; it may end, or never speak.
 */
export function monitorTask(
  look: Look,
  settings: MonitorSettings,
  told$: Observable<QueueReport> = NEVER,
): Observable<MonitorEvent> {
  return defer(() => {
    let state = initialState(Date.now());
    const looks$ = defer(() => abortable((signal) => look(state.previewId, signal))).pipe(
      repeat({ delay: () => timer(settings.pollMs) }),
    );
    // A request that is just being sent must not wait behind questions about it.
    const start$ = settings.attached ? timer(Math.min(settings.pollMs, FIRST_LOOK_MS)) : of(0);
    const heard$ = told$.pipe(map((queue) => ({ at: Date.now(), ...NOTHING_SEEN, queue })));
    return merge(start$.pipe(switchMap(() => looks$)), heard$).pipe(
      concatMap((seen) => {
        const [next, events] = advance(state, seen, settings);
        state = next;
        return from(events);
      }),
      takeWhile((event) => event.type !== 'end', true),
    );
  });
}

/** A promise as a stream whose unsubscription aborts the work. */
export function abortable<T>(work: (signal: AbortSignal) => Promise<T>): Observable<T> {
  return new Observable((subscriber) => {
    const aborter = new AbortController();
    work(aborter.signal).then(
      (value) => {
        subscriber.next(value);
        subscriber.complete();
      },
      (error: unknown) => subscriber.error(error),
    );
    return () => aborter.abort();
  });
}
