// Second part of an attempt: its server works, we watch; a cancel stops it there, and only it.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { filter, firstValueFrom, merge, mergeMap, ReplaySubject, take, tap, throwError } from 'rxjs';
import { errorText } from '../common/errors.js';
import { pause } from '../common/pause.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import type { RunEvent, RunOutputs } from '../dispatch/contract/index.js';
import { CancelledError, StoppedError } from './attempt-ends.js';
import type { Attempt } from './attempt.js';
import { ProgressRecorder } from './progress-recorder.js';
import { SlotRelease } from './slot-release.js';

const CANCEL_AGAIN_MS = 1_000;
const INTERRUPT_PATIENCE_MS = 10_000;

@Injectable()
export class AttemptWatcher {
  private readonly logger = new Logger('Runner');
  /** Replayed, so that a watch which begins after the stop ends at once. */
  private readonly stop$ = new ReplaySubject<void>(1);

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly registry: DispatcherRegistry,
    private readonly progress: ProgressRecorder,
    private readonly release: SlotRelease,
  ) {}

  /** @throws DispatchError, CancelledError, StoppedError */
  async outputsOf(attempt: Attempt): Promise<RunOutputs> {
    const over = new AbortController();
    const onCancel = (): void => void this.stopOnServer(attempt, over.signal);
    const cancels = attempt.cancelled$.subscribe(onCancel);
    if (attempt.cancelled) onCancel();
    try {
      const outputs = await this.watch(attempt);
      if (attempt.cancelled) throw new CancelledError();
      return outputs;
    } catch (error) {
      // However a cancelled generation ends, it has ended.
      if (attempt.cancelled && !(error instanceof StoppedError)) throw new CancelledError();
      throw error;
    } finally {
      over.abort();
      cancels.unsubscribe();
    }
  }

  /** Lets go of everything that is being watched; the generations go on where they are. */
  stop(): void {
    this.stop$.next();
  }

  private watch(attempt: Attempt): Promise<RunOutputs> {
    if (!attempt.sent) throw new Error('Watched before it was sent');
    const { handle, request } = attempt.sent;
    const limits = {
      firstStepMs: this.settings.FIRST_STEP_TIMEOUT_MS,
      stallMs: this.settings.STALL_TIMEOUT_MS,
      pollMs: this.settings.PROGRESS_POLL_MS,
    };
    const events$ = this.registry
      .get(attempt.row.app_type)
      .watch(handle, request, attempt.server.target, limits);
    const outputs$ = events$.pipe(
      tap((event) => this.report(attempt, event)),
      filter((event): event is RunOutputs => event.type === 'outputs'),
      take(1),
    );
    const stopped$ = this.stop$.pipe(mergeMap(() => throwError(() => new StoppedError())));
    return firstValueFrom(merge(outputs$, stopped$));
  }

  private report(attempt: Attempt, event: RunEvent): void {
    if (event.type === 'progress') this.progress.progress(attempt, event);
    else if (event.type === 'preview') this.progress.preview(attempt, event);
    else if (event.type === 'made') this.release.of(attempt);
  }

  /** Asks again until the generation has ended: while it waits behind others on its server it cannot be interrupted. */
  private async stopOnServer(attempt: Attempt, over: AbortSignal): Promise<void> {
    if (!attempt.sent) return;
    const dispatcher = this.registry.get(attempt.row.app_type);
    while (!over.aborted) {
      const signal = AbortSignal.any([over, AbortSignal.timeout(INTERRUPT_PATIENCE_MS)]);
      const interrupted = await dispatcher
        .cancel(attempt.sent.handle, attempt.server.target, signal)
        .catch((error: unknown) => {
          // The next round tries again; the watch notices a server that is gone.
          if (!over.aborted)
            this.logger.warn(`Interrupt failed: ${errorText(error)}`, {
              dir: 'queue→server',
              ...attempt.tags,
            });
          return false;
        });
      if (interrupted) this.logger.log('Generation interrupted', { dir: 'queue→server', ...attempt.tags });
      await pause(interrupted ? INTERRUPT_PATIENCE_MS : CANCEL_AGAIN_MS, over);
    }
  }
}
