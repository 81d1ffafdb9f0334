import { drawPicture } from '../common/picture.js';
import { writePng } from '../common/png-writer.js';
import type { Job, JobPlan } from './job.js';
import { isSettingOn } from '../common/knob-settings.js';
import { takeKnob } from './knobs.js';
import { outOfMemory } from './job-plan.js';
import { pause } from '../common/pause.js';
import { PythonError } from './python-errors.js';

/**
 * One sampling pass: counts the steps in the progress record, notices an interrupt or skip before
 * the next step, and lets the knobs strike. Returns the share of the pass that was done, 0…1.
 */
export async function samplePass(job: Job, plan: JobPlan, steps: number): Promise<number> {
  const { life, host, sampler } = job;
  const { record } = life.progress;
  const isSecondOrder = 'second_order' in sampler.sampler.options;
  record.sampling_steps = steps;
  offerPreview(job, plan, steps);
  let done = 0;
  for (let step = 0; step < steps; step++) {
    if (record.interrupted || record.skipped) break;
    job.stepsTaken += 1;
    await strike(job);
    const calls = isSecondOrder && step < steps - 1 ? 2 : 1;
    await pause(host.settings.stepMs * calls, life.signal);
    record.sampling_step = step;
    done = step + 1;
  }
  life.progress.offerPreview(null);
  return done / steps;
}

/** Previews are a quarter of the size, and drawn only when somebody asks. */
function offerPreview({ life, record: generation }: Job, plan: JobPlan, steps: number): void {
  const { progress } = life;
  progress.offerPreview(() => {
    const finished = progress.record.sampling_step / Math.max(1, steps);
    const recipe = `preview of ${generation.index} ${plan.seed} ${generation.model}`;
    const [width, height] = [
      Math.max(1, Math.floor(plan.width / 4)),
      Math.max(1, Math.floor(plan.height / 4)),
    ];
    return writePng(drawPicture(recipe, width, height, finished));
  });
}

async function strike(job: Job): Promise<void> {
  const { faults, stepsTaken, life, host } = job;
  if (faults.dropConnectionAtStep === stepsTaken) job.client.drop();
  if (faults.crashAtStep === stepsTaken) {
    host.crash(takeKnob(host.knobs, 'crashDownMs') ?? 300);
    await pause(60_000, life.signal);
  }
  if (faults.hangAtStep === stepsTaken) await hang(job, 'hangAtStep');
  if (faults.failAtStep === stepsTaken)
    throw new PythonError('RuntimeError', 'simulated error in the denoiser');
  const memoryStep = faults.outOfMemory === true ? 1 : faults.outOfMemory;
  if (memoryStep === stepsTaken) {
    life.outOfMemoryCount += 1;
    throw outOfMemory('2.00 GiB');
  }
}

/** Stands still until the knob is cleared or the process ends. */
export async function hang({ host, life }: Job, knob: 'hangAtStep' | 'hangOnLoad'): Promise<void> {
  while (isSettingOn(host.knobs, knob)) await pause(20, life.signal);
}
