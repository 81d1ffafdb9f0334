import { shortName } from './model-library.js';
import { encodeImage, fileExtension } from './images/image-encoder.js';
import { hideInAlpha } from './images/hidden-infotext.js';
import { saveImage } from './images/image-saver.js';
import type { NamingFacts } from './images/image-saver.js';
import { blackPicture, drawPicture, joinToGrid } from '../common/picture.js';
import type { Picture } from '../common/picture.js';
import type { DoneImage, Job, JobPlan } from './job.js';
import { extraParameters, infotextOf, infoText, seedAt } from './job-facts.js';
import { planJob } from './job-plan.js';
import { pause } from '../common/pause.js';
import { PythonError } from './python-errors.js';
import { hang, samplePass } from './sampling.js';

/** What a job ends with; pictures not saved on the way are encoded later, outside the lock. */
export interface JobResult {
  images: PendingImage[];
  /** The pictures asked for, without grid and extras. */
  firstImage: number;
  imageCount: number;
  info: string;
  /** The text below the pictures in the web UI: that of the first one, or of the one there would have been. */
  infotext: string;
}

export interface PendingImage {
  picture: Picture;
  infotext: string | null;
  /** Set when it has been saved: the answer carries the same bytes, if the format is still wanted. */
  saved: { format: string; bytes: Buffer; path: string } | null;
}

/** Everything between taking the lock and giving it back, overrides aside. */
export async function makeImages(job: Job): Promise<JobResult> {
  const { life, record } = job;
  const model = await life.slot.ensure(() => loadModel(job));
  record.model = model.name;
  const plan = planJob(job, model, () => Math.floor(Math.random() * 4294967294));
  record.seed = plan.seed;
  const extra = extraParameters(job, plan);
  const images = await runBatches(job, plan, extra);
  const firstImage = await addGrid(job, plan, images);
  const imageCount = images.length - firstImage;
  const infotexts = images.flatMap(({ infotext }) => (infotext === null ? [] : [infotext]));
  if (infotexts.length === 0) infotexts.push(infotextOf(job, plan, extra, 0));
  addExtras(job, plan, images);
  const info = infoText(job, plan, extra, infotexts, firstImage);
  return { images, firstImage, imageCount, info, infotext: infotexts[0] ?? '' };
}

async function loadModel(job: Job): Promise<void> {
  if (job.faults.hangOnLoad) await hang(job, 'hangOnLoad');
  await pause(job.host.settings.loadMs, job.life.signal);
}

async function runBatches(job: Job, plan: JobPlan, extra: Record<string, unknown>): Promise<PendingImage[]> {
  const { life, payload, host } = job;
  const { record } = life.progress;
  const batches = payload.number('n_iter');
  const images: PendingImage[] = [];
  if (record.interrupted) return images;
  record.job_count = batches * (plan.hires ? 2 : 1);
  for (let batch = 0; batch < batches; batch++) {
    record.skipped = false;
    if (record.interrupted || record.stopping_generation) break;
    if (batches > 1) record.job = `Batch ${batch + 1} out of ${batches}`;
    const { size, finished } = await sampleBatch(job, plan);
    if (job.faults.nan && host.settings.dialect.nanIsAnError) throw nansException();
    await pause(host.settings.saveMs, life.signal);
    life.progress.nextJob();
    for (let i = 0; i < payload.number('batch_size'); i++) {
      images.push(await finishImage(job, plan, extra, images.length, size, finished));
    }
  }
  return images;
}

function nansException(): PythonError {
  const hint = 'Use --disable-nan-check commandline argument to disable this check.';
  return new PythonError('NansException', `A tensor with NaNs was produced in Unet. ${hint}`);
}

interface Size {
  width: number;
  height: number;
}

async function sampleBatch(job: Job, plan: JobPlan): Promise<{ size: Size; finished: number }> {
  const finished = await samplePass(job, plan, passSteps(job));
  if (!plan.hires || job.life.progress.record.interrupted) return { size: plan, finished };
  refuseHiresTraps(job);
  job.life.progress.nextJob();
  return { size: plan.hires, finished: await samplePass(job, plan, plan.hires.steps) };
}

/** img2img takes only the share of the steps its denoising strength asks for. */
function passSteps({ payload, kind }: Job): number {
  const steps = payload.number('steps');
  if (kind === 'txt2img') return steps;
  return Math.floor(Math.min(payload.numberOrNull('denoising_strength') ?? 0.75, 0.999) * steps) + 1;
}

/** Both fail only after the first pass has been paid for (seen on Forge dfdcbab6). */
function refuseHiresTraps({ payload, host }: Job): void {
  if (host.settings.dialect.hasModules && payload.isNull('hr_additional_modules')) {
    throw new PythonError('TypeError', "argument of type 'NoneType' is not iterable");
  }
  if (payload.isNull('denoising_strength')) {
    throw new PythonError('TypeError', "'>' not supported between instances of 'NoneType' and 'int'");
  }
}

async function finishImage(
  job: Job,
  plan: JobPlan,
  extra: Record<string, unknown>,
  index: number,
  size: Size,
  finished: number,
): Promise<PendingImage> {
  const infotext = infotextOf(job, plan, extra, index);
  const sources = job.sentImages.map(({ fingerprint }) => fingerprint).join();
  const picture = job.faults.nan
    ? blackPicture(size.width, size.height)
    : drawPicture(`${infotext}\n${plan.model.name}\n${sources}`, size.width, size.height, finished);
  const image: PendingImage = { picture, infotext, saved: null };
  const isCutShort = job.life.progress.record.interrupted && !job.life.options.flag('save_incomplete_images');
  if (job.payload.flag('save_images') && job.life.options.flag('samples_save') && !isCutShort) {
    await keepOnDisk(job, plan, image, index, false);
  }
  return image;
}

async function keepOnDisk(
  job: Job,
  plan: JobPlan,
  image: PendingImage,
  index: number,
  isGrid: boolean,
): Promise<void> {
  const { life, host, kind } = job;
  if (job.faults.diskFull) throw new PythonError('OSError', '[Errno 28] No space left on device');
  const format = life.options.text(isGrid ? 'grid_format' : 'samples_format');
  const hides =
    host.settings.dialect.hidesInfotextInAlpha && life.options.text('stealth_pnginfo_option') === 'Alpha';
  if (hides && format === 'png' && image.infotext !== null)
    image.picture = hideInAlpha(image.picture, image.infotext);
  const bytes = await encodeImage(image.picture, format, image.infotext, life.options.number('jpeg_quality'));
  const folderOption = `outdir_${kind}_${isGrid ? 'grids' : 'samples'}`;
  const to = { folderOption, prefix: isGrid ? 'grid' : '', isGrid };
  const path = saveImage(life.options, to, bytes, fileExtension(format), namingFacts(job, plan, index));
  image.saved = { format, bytes, path };
}

function namingFacts({ payload, sampler }: Job, plan: JobPlan, index: number): NamingFacts {
  return {
    seed: seedAt(plan.seed, index, payload.number('subseed_strength')),
    prompt: payload.text('prompt'),
    modelName: shortName(plan.model),
    modelHash: plan.modelHash,
    width: plan.width,
    height: plan.height,
    steps: payload.number('steps'),
    cfg: payload.number('cfg_scale'),
    sampler: sampler.sampler.name,
    batchNumber: index + 1,
  };
}

/** Puts a grid in front when several pictures are saved. Returns the index of the first real one. */
async function addGrid(job: Job, plan: JobPlan, images: PendingImage[]): Promise<number> {
  const { options } = job.life;
  const wanted = options.flag('return_grid') || options.flag('grid_save');
  if (!job.payload.flag('save_images') || images.length < 2 || !wanted) return 0;
  const plain = images.map(({ picture }) => withoutAlpha(picture));
  const grid: PendingImage = {
    picture: joinToGrid(plain),
    infotext: images[0]?.infotext ?? null,
    saved: null,
  };
  if (options.flag('grid_save')) await keepOnDisk(job, plan, grid, 0, true);
  if (!options.flag('return_grid')) return 0;
  images.unshift(grid);
  return 1;
}

function withoutAlpha(picture: Picture): Picture {
  if (picture.channels === 3) return picture;
  const pixels = Buffer.alloc(picture.width * picture.height * 3);
  for (let i = 0; i < picture.width * picture.height; i++)
    picture.pixels.copy(pixels, i * 3, i * 4, i * 4 + 3);
  return { ...picture, channels: 3, pixels };
}

/** Pictures scripts add at the end, such as ControlNet's detected maps: without an infotext. */
function addExtras({ faults, record }: Job, plan: JobPlan, images: PendingImage[]): void {
  for (let i = 0; i < (faults.extraImages ?? 0); i++) {
    const picture = drawPicture(`extra ${i} of ${record.seed}`, plan.width, plan.height);
    images.push({ picture, infotext: null, saved: null });
  }
}

/** Encodes what is to be returned, in the format the options ask for now. */
export async function encodeResult(job: Job, result: JobResult): Promise<DoneImage[]> {
  const { options } = job.life;
  const format = options.text('samples_format');
  const done: DoneImage[] = [];
  for (const { picture, infotext, saved } of result.images) {
    const text = options.flag('enable_pnginfo') ? infotext : null;
    const bytes =
      saved?.format === format
        ? saved.bytes
        : await encodeImage(picture, format, text, options.number('jpeg_quality'));
    done.push({ infotext, bytes });
  }
  return done;
}
