// One attempt from the open request to its pictures. Its answer is the truth; the server's progress only tells how far
// it is, when it hangs, and, once the connection is lost, when to look for what was kept. Knows neither API nor page.
import {
  NEVER,
  type Observable,
  catchError,
  concat,
  concatMap,
  defer,
  filter,
  from,
  map,
  merge,
  of,
  takeUntil,
  takeWhile,
  tap,
} from 'rxjs';
import { abortable, monitorTask, type Look } from '../../../forge-monitor/forge-monitor.js';
import type { EndReason, MonitorEvent, MonitorSettings } from '../../../forge-monitor/monitor-state.js';
import {
  DispatchError,
  type PreparedRequest,
  type RunEvent,
  type RunLimits,
  type RunMade,
  type RunOutputs,
  type RunProgress,
  type Target,
} from '../../contract/index.js';
import { classifyTransport } from '../../answers/classify-transport.js';
import { readExpectation } from '../prepare/expectation.js';
import type { CallOutcome, OpenCall } from '../../open-call.js';

export interface WatchedRun<Answer> {
  target: Target;
  request: PreparedRequest;
  limits: RunLimits;
  /** Null when it was sent before our restart. */
  call: OpenCall<Answer> | null;
  look: Look;
  /**
   * The pictures of an answer; null when it tells of none and only the server itself can say what became of them.
   * `interrupted`: somebody was seen to interrupt the run.
   */
  read(answer: Answer, interrupted: boolean): Promise<RunOutputs | null>;
  /** Whether an answer tells of pictures, which `read` has still to fetch; absent: they are in it. */
  hasMade?(answer: Answer): boolean;
  /** The pictures of a run whose answer was lost; null when they cannot be had. */
  fetchLost(signal: AbortSignal): Promise<RunOutputs | null>;
  /** Stops it if it is what runs there. */
  interrupt(signal: AbortSignal): Promise<boolean>;
}

type Settled<Answer> = { type: 'outcome'; outcome: CallOutcome<Answer> };

/** An answer that is due gets this long after the server says that it is done: large batches are slow to encode. */
const LONGEST_GRACE_MS = 300_000;
const REFUSED_MS = 30_000;
const STOP_MS = 15_000;
const MADE: RunMade = { type: 'made' };

export function watchRun<Answer>(run: WatchedRun<Answer>): Observable<RunEvent> {
  return keepRising(run.call ? watchCall(run, run.call) : watchDetached(run));
}

function watchCall<Answer>(run: WatchedRun<Answer>, call: OpenCall<Answer>): Observable<RunEvent> {
  const noted = { interrupted: false };
  const made$ = from(call.made ?? NEVER);
  // Once the answer flows, the server's idea of the task does not matter any more.
  const monitor$ = monitor(run, true).pipe(
    takeUntil(made$),
    filter((event) => event.type !== 'end' || !call.isAnswering()),
  );
  const answer$ = from(call.outcome).pipe(map((outcome): Settled<Answer> => ({ type: 'outcome', outcome })));
  return merge(of(sending()), monitor$, made$.pipe(map(() => MADE)), answer$).pipe(
    takeWhile((event) => event.type !== 'outcome' && event.type !== 'end', true),
    tap((event) => (noted.interrupted ||= event.type === 'interrupted')),
    concatMap((event) => {
      if (event.type === 'outcome') return settle(run, event.outcome, noted.interrupted);
      return event.type === 'end' ? conclude(run, event.reason) : shown(event);
    }),
  );
}

/** By polling alone: after a restart of ours, or after the connection broke while the server goes on. */
function watchDetached<Answer>(run: WatchedRun<Answer>): Observable<RunEvent> {
  return monitor(run, false).pipe(
    concatMap((event) => (event.type === 'end' ? conclude(run, event.reason) : shown(event))),
  );
}

function settle<Answer>(
  run: WatchedRun<Answer>,
  outcome: CallOutcome<Answer>,
  interrupted: boolean,
): Observable<RunEvent> {
  if (outcome.kind === 'not_sent') throw classifyTransport(outcome.error, run.target);
  if (outcome.kind === 'refused') throw outcome.error;
  // Never sent again here: the server finishes what it began even without a client (seen on both).
  if (outcome.kind === 'broken') return watchDetached(run);
  const read$ = defer(() => run.read(outcome.answer, interrupted)).pipe(
    concatMap((outputs) => (outputs ? of(outputs) : watchDetached(run))),
  );
  return run.hasMade?.(outcome.answer) ? concat(of(MADE), read$) : read$;
}

/** The monitor gave up, or knows more than an answer that will not come. */
function conclude<Answer>(run: WatchedRun<Answer>, reason: EndReason): Observable<RunEvent> {
  if (reason === 'no_first_step' || reason === 'no_progress') return stopStalled(run, reason);
  return abortable((signal) => run.fetchLost(signal)).pipe(
    catchError(() => of(null)),
    map((outputs) => {
      if (!outputs) throw lost(reason, run.target);
      return outputs;
    }),
  );
}

function stopStalled<Answer>(
  run: WatchedRun<Answer>,
  reason: 'no_first_step' | 'no_progress',
): Observable<RunEvent> {
  return defer(() => run.interrupt(AbortSignal.timeout(STOP_MS))).pipe(
    // A server that hangs may not answer this either; the run is over for us all the same.
    catchError(() => of(false)),
    map(() => {
      throw new DispatchError('retryable', STALLED[reason], { code: reason });
    }),
  );
}

const STALLED = {
  no_first_step:
    'The server took the job but did not begin to sample in time (loading the model hangs, or is very slow).',
  no_progress: 'The server stopped making progress in the middle of the job.',
};

const LOST: Record<Exclude<EndReason, 'no_first_step' | 'no_progress'>, [code: string, message: string]> = {
  completed: ['result_lost', 'The server finished the job, but its answer was lost with the connection.'],
  failed: ['result_lost', 'The job failed on the server, but its answer was lost with the connection.'],
  gone: [
    'task_unknown',
    'The server does not know the job any more: it was restarted, or the job ended unseen.',
  ],
  silent: ['server_unreachable', 'The server has been out of reach for too long while it had the job.'],
};

function lost(reason: keyof typeof LOST, target: Target): DispatchError {
  const [code, message] = LOST[reason];
  return new DispatchError('lost', message, { code, details: { server: target.alias } });
}

function monitor<Answer>(run: WatchedRun<Answer>, attached: boolean): Observable<MonitorEvent> {
  const { look, limits, request, call } = run;
  const settings: MonitorSettings = {
    ...limits,
    attached,
    hires: readExpectation(request.expect).hires,
    graceMs: attached ? Math.min(2 * limits.stallMs, LONGEST_GRACE_MS) : Math.max(1_000, 3 * limits.pollMs),
    silenceMs: 2 * limits.stallMs,
    refusedMs: attached ? 2 * limits.stallMs : Math.min(2 * limits.stallMs, REFUSED_MS),
  };
  return monitorTask(look, settings, attached ? call?.told$ : undefined);
}

function shown(event: MonitorEvent | RunMade): Observable<RunEvent> {
  return event.type === 'progress' || event.type === 'preview' || event.type === 'made' ? of(event) : of();
}

/** A run may go through several sources of progress: none may make the percentage fall. */
function keepRising(events$: Observable<RunEvent>): Observable<RunEvent> {
  return defer(() => {
    let percent = 0;
    return events$.pipe(
      map((event) => {
        if (event.type !== 'progress') return event;
        percent = Math.max(percent, event.percent);
        return { ...event, percent };
      }),
    );
  });
}

function sending(): RunProgress {
  return { type: 'progress', phase: 'sending', percent: 0, step: null, steps: null, etaSeconds: null };
}
