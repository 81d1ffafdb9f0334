import { describeBytes, shortenTexts } from '../common/generation-log.js';
import type { Door } from './generation-log.js';
import { encodeResult, makeImages } from './image-job.js';
import type { JobResult } from './image-job.js';
import { decodeSentImage } from './images/init-image.js';
import type { SentImage } from './images/init-image.js';
import type { ClientLink, Host, Job, JobKind } from './job.js';
import { drawFaults } from './knobs.js';
import type { Faults } from './knobs.js';
import { usableOverrides, withOverrides } from './option-rules.js';
import { LifeEnded } from '../common/life-ended.js';
import { HttpException, PythonError } from './python-errors.js';
import { RequestPayload } from './request-payload.js';
import { chooseSampler } from './samplers.js';
import { refuseUnknownScripts } from './scripts.js';
import type { ServerLife } from './server-life.js';
import { inventTaskId } from './task-registry.js';

/**
 * One txt2img or img2img request of the SDAPI from its checked fields to the answer's body: what
 * happens before the queue lock, inside it, and after. Inside the lock the web UI's jobs
 * (gradio/generation/) are the same. What happens to the pictures is image-job.ts.
 */
export interface GenerationRequest {
  kind: JobKind;
  door: Door;
  fields: Record<string, unknown>;
  client: ClientLink;
  requestedAt: number;
}

export interface GenerationAnswer {
  body: { images: string[]; parameters: Record<string, unknown>; info: string };
  faults: Faults;
}

/** @throws PythonError, HttpException as the real server fails; LifeEnded when the process dies. */
export async function runGeneration(
  host: Host,
  life: ServerLife,
  request: GenerationRequest,
): Promise<GenerationAnswer> {
  const payload = new RequestPayload(request.fields);
  const taskId = payload.text('force_task_id') || inventTaskId(request.kind);
  refuseUnknownScripts(host.settings.dialect, request.kind, payload);
  if (request.kind === 'img2img' && payload.isNull('init_images'))
    throw new HttpException(404, 'Init image not found');
  const mask = payload.text('mask') ? await decodeSentImage(payload.text('mask')) : null;
  life.tasks.enqueue(taskId);
  const { job, result } = await life.lock.run(async () => {
    // A picture that cannot be decoded fails here, and leaves the id among the waiting ones for ever.
    const sentImages = await decodeAll(payload.list('init_images'));
    const job = beginJob(host, life, request, { payload, taskId, mask, sentImages });
    return { job, result: await runLocked(job) };
  });
  return answer(job, result);
}

export async function decodeAll(encoded: unknown[]): Promise<SentImage[]> {
  const images: SentImage[] = [];
  for (const image of encoded) images.push(await decodeSentImage(image));
  return images;
}

interface Prepared {
  payload: RequestPayload;
  taskId: string | null;
  mask: SentImage | null;
  sentImages: SentImage[];
}

export function beginJob(host: Host, life: ServerLife, request: GenerationRequest, prepared: Prepared): Job {
  const { payload, taskId } = prepared;
  const { kind, door, client, requestedAt } = request;
  const record = host.log.start({
    taskId: taskId ?? '',
    kind,
    door,
    requestedAt,
    payload: shortenTexts(request.fields) as object,
    clientGone: client.isGone,
  });
  client.onGone(() => {
    record.clientGone = true;
  });
  const samplerName = payload.text('sampler_name') || payload.text('sampler_index');
  const sampler = chooseSampler(host.settings.dialect, samplerName, payload.text('scheduler') || null);
  const faults = drawFaults(host.knobs, payload.text('prompt'));
  return { host, life, kind, client, record, faults, sampler, stepsTaken: 0, ...prepared };
}

/** The caller holds the lock. @throws PythonError, HttpException, LifeEnded */
export async function runLocked(job: Job): Promise<JobResult> {
  const { life, host, record, payload, taskId } = job;
  const isApi = record.door === 'sdapi';
  life.progress.begin(isApi ? `scripts_${job.kind}` : (taskId ?? ''));
  life.tasks.start(taskId);
  try {
    if (job.kind === 'img2img') refuseNoPictures(job);
    const overrides = usableOverrides(life, payload.fields, job.faults.wrongModel === true);
    if (host.settings.dialect.hasModules && !payload.isNull('override_settings'))
      payload.fields['override_settings'] = overrides;
    const restore = !(payload.fields['override_settings_restore_afterwards'] === false);
    const result = await withOverrides(host.settings, life, overrides, restore, () => makeImages(job));
    life.tasks.finish(taskId);
    const { interrupted, stopping_generation } = life.progress.record;
    host.log.end(record, interrupted || stopping_generation ? 'interrupted' : 'completed');
    return result;
  } catch (error) {
    // The id of a failed job of the SDAPI stays current; the web UI finishes its own in any case.
    if (!isApi) life.tasks.finish(taskId);
    host.log.end(record, error instanceof LifeEnded ? 'lost' : 'failed');
    host.log.append(record);
    throw error;
  } finally {
    life.progress.end();
    if (!isApi) life.progress.forgetWishes();
  }
}

function refuseNoPictures({ sentImages }: Job): void {
  if (sentImages.length === 0)
    throw new PythonError('IndexError', 'too many indices for tensor of dimension 1');
}

/** Written once the lock is free again: clients see "completed" a little before the answer. */
async function answer(job: Job, result: JobResult): Promise<GenerationAnswer> {
  const { payload, record, host, faults } = job;
  const images = await encodeResult(job, result).catch((error: unknown) => {
    host.log.append(record);
    throw error;
  });
  const real = images.slice(result.firstImage, result.firstImage + result.imageCount);
  record.images = real.map(({ bytes }) => describeBytes(bytes));
  host.log.append(record);
  const parameters = { ...payload.fields };
  if (job.kind === 'img2img' && !payload.flag('include_init_images')) {
    parameters['init_images'] = null;
    parameters['mask'] = null;
  }
  const sent = payload.flag('send_images') ? images.map(({ bytes }) => bytes.toString('base64')) : [];
  return { body: { images: sent, parameters, info: result.info }, faults };
}
