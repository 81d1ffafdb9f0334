import { blackPicture, drawPicture } from '../../common/picture.js';
import type { Picture } from '../../common/picture.js';
import type { NodeContext, ProgressPicture } from '../execution/node-context.js';
import type { Sampling } from '../generation-log.js';
import { blend, encodeJpeg, scaleMask } from '../pictures/picture-work.js';
import { isSecondOrder } from './sampler-names.js';
import type { Conditioning, Latent, Model } from './values.js';

/** Seeds are unsigned 64-bit integers. */
export const MAX_SEED = 18446744073709551615n;

export interface SamplingPlan {
  model: Model;
  positive: Conditioning;
  negative: Conditioning | null;
  latent: Latent;
  seed: string;
  steps: number;
  cfg: number;
  sampler: string;
  scheduler: string;
  denoise: number;
  /** The steps that are taken. */
  from: number;
  to: number;
  leavesNoise: boolean;
}

/**
 * One pass of a sampler: takes its time step by step, then draws what a hash of everything that was
 * asked gives, over what was there as far as `denoise` and the mask let it.
 */
export async function sample(context: NodeContext, plan: SamplingPlan): Promise<Latent> {
  const { memory } = context;
  const { latent, model } = plan;
  memory.use(model.file);
  memory.beginWork(latent.width, latent.height, latent.frames.length);
  const recipes = latent.batchIndex.map((index) => recipeOf(plan, index));
  try {
    await takeSteps(context, plan, noteSampling(context, plan), recipes[0] ?? '');
  } finally {
    memory.endWork();
  }
  const mask = latent.mask && (await scaleMask(latent.mask, latent.width, latent.height));
  const drawn = recipes.map((recipe) => draw(context, plan, recipe));
  const frames = drawn.map((top, i) => {
    const base = latent.frames[i] ?? null;
    return base ? blend(base, top, plan.denoise, mask) : top;
  });
  return { ...latent, frames };
}

async function takeSteps(
  context: NodeContext,
  plan: SamplingPlan,
  noted: Sampling,
  recipe: string,
): Promise<void> {
  const total = plan.denoise === 0 ? 0 : plan.to - plan.from;
  const stepMs = context.settings.stepMs * (isSecondOrder(plan.sampler) ? 2 : 1);
  for (let step = 1; step <= total; step++) {
    await context.steps.before();
    await context.work(stepMs);
    noted.stepsDone = step;
    const preview = context.wantsPreviews ? await previewOf(recipe, plan.latent, step / total) : undefined;
    context.progress(step, total, preview);
  }
}

async function previewOf(
  recipe: string,
  { width, height }: Latent,
  finished: number,
): Promise<ProgressPicture> {
  const shrink = Math.max(4, Math.max(width, height) / 512);
  const small = drawPicture(recipe, Math.ceil(width / shrink), Math.ceil(height / shrink), finished);
  return { format: 'jpeg', bytes: await encodeJpeg(small) };
}

function draw(
  { steps }: NodeContext,
  { latent, leavesNoise, to, ...plan }: SamplingPlan,
  recipe: string,
): Picture {
  if (steps.isNan) return blackPicture(latent.width, latent.height);
  return drawPicture(recipe, latent.width, latent.height, leavesNoise ? to / plan.steps : 1);
}

function recipeOf({ latent, model, ...plan }: SamplingPlan, index: number): string {
  return JSON.stringify({
    ...plan,
    model: [model.name, model.loras, model.patches],
    size: [latent.width, latent.height],
    index,
  });
}

function noteSampling({ record, nodeId }: NodeContext, plan: SamplingPlan): Sampling {
  const { latent, model } = plan;
  const sampling: Sampling = {
    nodeId,
    seed: plan.seed,
    model: model.name,
    loras: model.loras.map(({ name, strength }) => `${name}:${strength}`),
    positive: plan.positive.text,
    negative: plan.negative?.text ?? '',
    steps: plan.steps,
    stepsDone: 0,
    cfg: plan.cfg,
    sampler: plan.sampler,
    scheduler: plan.scheduler,
    denoise: plan.denoise,
    width: latent.width,
    height: latent.height,
    batch: latent.frames.length,
  };
  if (record.samplings.length === 0) {
    record.seed = Number.isSafeInteger(Number(plan.seed)) ? Number(plan.seed) : -1;
    record.model = model.name;
  }
  record.samplings.push(sampling);
  return sampling;
}
