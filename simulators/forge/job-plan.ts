import type { HiresPlan, Job, JobPlan } from './job.js';
import { appliedLoraHashes } from './loras.js';
import type { Checkpoint } from './model-library.js';
import { latentUpscaleModes } from './dialects/extra-lists.js';
import { PythonError } from './python-errors.js';
import type { RequestPayload } from './request-payload.js';

/** Settles sizes, seeds and models of a job, failing where the real server fails. */

/** More pixels or pictures at once than any GPU holds; also keeps the simulator itself alive. */
const mostPixelsAtOnce = 64_000_000;
const mostPictures = 10_000;

/** @throws PythonError as the real server does for values it does not check beforehand. */
export function planJob(job: Job, model: Checkpoint, randomSeed: () => number): JobPlan {
  const { payload, life } = job;
  refuseNonsense(payload);
  const [width, height] = [payload.number('width'), payload.number('height')];
  const plan: JobPlan = {
    model,
    modelHash: life.library.learnHash(model).slice(0, 10),
    seed: fixedSeed(payload, 'seed', randomSeed),
    subseed: fixedSeed(payload, 'subseed', randomSeed),
    count: payload.number('batch_size') * payload.number('n_iter'),
    width: floorTo8(width),
    height: floorTo8(height),
    hires: payload.flag('enable_hr') ? planHires(job, width, height) : null,
    refiner: findRefiner(job),
    loraHashes: payload.flag('disable_extra_networks')
      ? null
      : appliedLoraHashes(job.host.settings.dialect, job.host.settings.loras, payload.text('prompt')),
    clipSkip: clipSkip(job),
  };
  refuseTooMuch(plan, payload);
  return plan;
}

function refuseNonsense(payload: RequestPayload): void {
  // The web UI lets any value through to the first arithmetic (seen with a text as steps on both servers).
  if (['steps', 'width', 'height', 'batch_size', 'n_iter'].some((name) => payload.text(name)))
    throw new PythonError('TypeError', "unsupported operand type(s) for //: 'str' and 'str'");
  if (payload.isNull('prompt') || payload.isNull('negative_prompt'))
    throw new PythonError('AssertionError', '');
  for (const name of ['steps', 'width', 'height', 'batch_size', 'n_iter']) {
    if (payload.isNull(name))
      throw new PythonError('TypeError', "unsupported operand type(s) for *: 'NoneType' and 'int'");
  }
  if (payload.number('batch_size') < 1 || payload.number('n_iter') < 1)
    throw new PythonError('IndexError', 'list index out of range');
  const [steps, width, height] = [payload.number('steps'), payload.number('width'), payload.number('height')];
  if (Math.abs(payload.number('seed')) >= 2 ** 64)
    throw new PythonError('RuntimeError', 'Overflow when unpacking long');
  if (steps === 0) throw new PythonError('ZeroDivisionError', 'integer division or modulo by zero');
  if (steps < 0) throw new PythonError('RuntimeError', 'number of steps must be non-negative');
  if (width < 8 || height < 8) throw new PythonError('RuntimeError', sizeComplaint(width, height));
}

function sizeComplaint(width: number, height: number): string {
  const output = `(H: ${Math.floor(height / 8)}, W: ${Math.floor(width / 8)})`;
  return `Input and output sizes should be greater than 0, but got input (H: 6, W: 6) output ${output}`;
}

function refuseTooMuch(plan: JobPlan, payload: RequestPayload): void {
  const side = plan.hires ?? plan;
  const pixels = side.width * side.height * payload.number('batch_size');
  if (pixels > mostPixelsAtOnce) throw outOfMemory(`${(pixels / 2 ** 28).toFixed(2)} GiB`);
  if (plan.count > mostPictures) throw new PythonError('MemoryError', '');
}

export function outOfMemory(amount: string): PythonError {
  return new PythonError(
    'OutOfMemoryError',
    `CUDA out of memory. Tried to allocate ${amount}. GPU 0 has a total capacity of 7.79 GiB of which 1.02 GiB is free.`,
  );
}

function floorTo8(size: number): number {
  return Math.floor(size / 8) * 8;
}

function fixedSeed(payload: RequestPayload, name: string, randomSeed: () => number): number {
  const seed = payload.numberOrNull(name) ?? -1;
  return seed === -1 ? randomSeed() : seed;
}

function planHires({ payload, host }: Job, width: number, height: number): HiresPlan {
  const upscaler = payload.text('hr_upscaler');
  const known = [...latentUpscaleModes, ...host.settings.dialect.upscalers.map(({ name }) => name)];
  if (upscaler && !known.includes(upscaler))
    throw new PythonError('Exception', `could not find upscaler named ${upscaler}`);
  const [x, y] = [payload.number('hr_resize_x'), payload.number('hr_resize_y')];
  const scale = payload.number('hr_scale');
  const target =
    x === 0 && y === 0
      ? [width * scale, height * scale]
      : [x || (width * y) / height, y || (height * x) / width];
  return {
    width: Math.max(8, floorTo8(target[0] ?? 0)),
    height: Math.max(8, floorTo8(target[1] ?? 0)),
    steps: payload.number('hr_second_pass_steps') || payload.number('steps'),
  };
}

function findRefiner({ payload, life }: Job): Checkpoint | null {
  const name = payload.text('refiner_checkpoint');
  if (name === '' || name === 'None' || payload.isNull('refiner_switch_at')) return null;
  const found =
    life.library.byAlias(name) ?? life.library.list().find((one) => life.library.title(one).includes(name));
  if (!found) throw new PythonError('Exception', `Could not find checkpoint with name ${name}`);
  life.library.learnHash(found);
  return found;
}

function clipSkip({ life, host }: Job): number {
  const value = life.options.get('CLIP_stop_at_last_layers');
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  if (typeof value === 'object' || Number.isNaN(number)) throw host.settings.dialect.clipSkipError(value);
  return number;
}
