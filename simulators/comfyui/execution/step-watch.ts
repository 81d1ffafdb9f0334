import { isSettingOn } from '../../common/knob-settings.js';
import { pause } from '../../common/pause.js';
import type { Faults, Knobs, SocketFate } from '../knobs.js';
import { takeKnob } from '../knobs.js';
import { PythonError } from '../python-error.js';

/** What the steps of samplers can do to the rest of the server. */
export interface StepEffects {
  outOfMemory(): PythonError;
  crash(downMs: number): void;
  interrupt(): void;
  strikeSocket(fate: SocketFate): void;
}

/** Counts the steps of a prompt over all its samplings, and lets happen what is to happen at one. */
export class StepWatch {
  private taken = 0;

  constructor(
    private readonly faults: Faults,
    private readonly knobs: Knobs,
    private readonly effects: StepEffects,
    private readonly signal: AbortSignal,
  ) {}

  get isNan(): boolean {
    return this.faults.nan === true;
  }

  async beforeLoad(): Promise<void> {
    if (this.faults.hangOnLoad) await this.hang('hangOnLoad');
  }

  async before(): Promise<void> {
    const step = ++this.taken;
    const { faults, effects } = this;
    if (faults.socketAtStep?.step === step) effects.strikeSocket(faults.socketAtStep.fate);
    if (faults.crashAtStep === step) effects.crash(takeKnob(this.knobs, 'crashDownMs') ?? 200);
    if (faults.interruptAtStep === step) effects.interrupt();
    if (faults.hangAtStep === step) await this.hang('hangAtStep');
    if ((faults.outOfMemory === true ? 1 : faults.outOfMemory) === step) throw effects.outOfMemory();
    if (faults.failAtStep === step)
      throw new PythonError(
        'RuntimeError',
        'mat1 and mat2 shapes cannot be multiplied (77x2048 and 768x320)',
      );
  }

  private async hang(knob: 'hangAtStep' | 'hangOnLoad'): Promise<void> {
    while (isSettingOn(this.knobs, knob)) await pause(20, this.signal);
  }
}
