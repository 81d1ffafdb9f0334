import { statSync } from 'node:fs';
import type { JobResult } from '../../image-job.js';
import { decodeSentImage } from '../../images/init-image.js';
import type { SentImage } from '../../images/init-image.js';
import type { Job, JobKind } from '../../job.js';
import { beginJob, runLocked } from '../../job-runner.js';
import { HttpException, PythonError } from '../../python-errors.js';
import { RequestPayload } from '../../request-payload.js';
import type { FunctionCall, UiFunction } from '../interface/ui-function.js';
import type { UiInput } from '../inputs/ui-input.js';
import { readArguments, readTaskId } from './argument-reader.js';
import type { GenerationArguments } from './argument-reader.js';
import { fileData, fileImages, fileJunk, fileName } from './gallery.js';
import type { Result } from './recent-results.js';

/**
 * A job of the generate button. Under the queue lock it is one like those of the SDAPI; but its
 * pictures are saved and come back as files, and a failure comes back as a result: an empty gallery
 * and `<div class='error'>` in the last output.
 */
export function generationFunction(kind: JobKind, inputs: readonly UiInput[]): UiFunction['run'] {
  return async (call) => {
    const startedAt = Date.now();
    const outputs = await generate(call, kind, inputs).catch(describeFailure);
    const took = `<span class='measurement'>${duration(Date.now() - startedAt)}</span>`;
    const log = `${String(outputs[3])}<div class='performance'><p class='time'>Time taken: <wbr>${took}</p></div>`;
    return [...outputs.slice(0, 3), log];
  };
}

async function generate(call: FunctionCall, kind: JobKind, inputs: readonly UiInput[]): Promise<unknown[]> {
  const { life } = call;
  const taskId = readTaskId(call.values[0]);
  if (taskId !== null) life.tasks.enqueue(taskId);
  const { job, result } = await life.lock.run(() => runJob(call, kind, inputs, taskId));
  const { dropConnectionAfter, garbage } = job.faults;
  const made = await fileImages(job, result);
  const paths = garbage === 'notAnImage' ? made.map(() => fileJunk(job)) : made;
  if (dropConnectionAfter || garbage === 'truncated') call.client.drop();
  if (garbage === 'wrongShape') return ['none', 5, null, ''];
  const outputs = describeResult(job, result, paths);
  life.gradio?.results.record(taskId, outputs);
  return outputs(call.root);
}

async function runJob(
  call: FunctionCall,
  kind: JobKind,
  inputs: readonly UiInput[],
  taskId: string | null,
): Promise<{ job: Job; result: JobResult }> {
  const { host, life, client, requestedAt } = call;
  const { fields, image, mask } = understand(call, kind, inputs, taskId);
  const payload = new RequestPayload(fields);
  const sentImages = kind === 'img2img' ? [await decodePicture(image)] : [];
  const prepared = {
    payload,
    taskId,
    sentImages: sentImages.filter((one) => one !== null),
    mask: await decodePicture(mask),
  };
  const job = beginJob(host, life, { kind, door: 'gradio', fields, client, requestedAt }, prepared);
  return { job, result: await runLocked(job) };
}

/** A job whose arguments make no sense is over at once; its id counts as completed all the same. */
function understand(
  { host, life, values }: FunctionCall,
  kind: JobKind,
  inputs: readonly UiInput[],
  taskId: string | null,
): GenerationArguments {
  try {
    return readArguments(host.settings.dialect, kind, inputs, values);
  } catch (error) {
    life.tasks.start(taskId);
    life.tasks.finish(taskId);
    throw error;
  }
}

/** What cannot be decoded is no picture at all. */
async function decodePicture(value: unknown): Promise<SentImage | null> {
  if (typeof value !== 'string' || !value.startsWith('data:image/')) return null;
  return decodeSentImage(value).catch((error: unknown) => {
    if (error instanceof HttpException) return null;
    throw error;
  });
}

function describeResult(job: Job, result: JobResult, paths: string[]): Result {
  const isNew = job.host.settings.dialect.streamsResults;
  const describe = (path: string, root: string): object =>
    isNew ? fileData(path, root) : fileName(path, statSync(path).mtimeMs);
  const text = `<p>${result.infotext.split('\n').map(escapeHtml).join('<br>\n')}</p>`;
  return (root) => [paths.map((path) => describe(path, root)), result.info, text, "<p class='comments'></p>"];
}

/** @throws what is no failure of the job */
function describeFailure(error: unknown): unknown[] {
  if (!(error instanceof PythonError)) throw error;
  const text = escapeHtml(`${error.pythonClass}: ${error.message}`);
  return [[], '', '', `<div class='error'>${text}</div>`];
}

function escapeHtml(text: string): string {
  const named: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#x27;',
  };
  return text.replace(/[&<>"']/g, (c) => named[c] ?? c);
}

function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const seconds = `${((ms % 60_000) / 1000).toFixed(1)} sec.`;
  return minutes > 0 ? `${minutes} min. ${seconds}` : seconds;
}
