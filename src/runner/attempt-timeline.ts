// Where the time of an attempt goes, told from the phases that its server reports. Ticks are milliseconds of a clock that
// never jumps.
import type { Phase } from '../dispatch/contract/index.js';
import type { TimeSpent } from '../jobs/job-claims.js';

const BEFORE_ITS_TURN: readonly Phase[] = ['sending', 'queued_on_server'];

export class AttemptTimeline {
  private turnTick?: number;
  private firstStepTick?: number;

  constructor(private readonly startTick: number) {}

  note(phase: Phase, tick: number): void {
    if (BEFORE_ITS_TURN.includes(phase)) {
      // Whatever it was before, it waits behind another one now.
      if (phase === 'queued_on_server') this.turnTick = undefined;
      return;
    }
    this.turnTick ??= tick;
    if (phase !== 'loading_model') this.firstStepTick ??= tick;
  }

  spent(): TimeSpent {
    const { startTick, turnTick, firstStepTick } = this;
    const seconds = (from: number, to: number | undefined): number | null =>
      to === undefined ? null : (to - from) / 1000;
    return {
      queuedSeconds: seconds(startTick, turnTick),
      loadSeconds: turnTick === undefined ? null : seconds(turnTick, firstStepTick),
    };
  }
}
