import { api, take } from '../../../api/client';
import { toast } from '../../../components/toast';
import { text } from '../../../text';
import { withAppType } from '../draft/app-type-change';
import { isGiven, type Params } from '../draft/draft';
import { draftNow, rememberForm, replaceDraft, setParams } from '../draft/draft-store';
import { fillFrom } from '../draft/from-params';
import { loadFromGallery, loadPicture } from '../image/load-picture';
import { takePicture } from '../image/take-picture';
import { looksLikeGraph } from './looks-like-parameters';
import { paramsOfPicture, paramsOfText } from './read-metadata';

/** Fills the form, tells what was taken, and can take it back. */
export function fillForm(params: Params, appType: string = draftNow().appType): void {
  const undo = rememberForm();
  const now = draftNow();
  const { draft, taken } = fillFrom(withAppType(now, appType, now.server), params);
  replaceDraft(draft);
  toast.undo(text.generate.filled(taken.map((name) => text.generate.paramNames[name] ?? name)), undo);
}

/** Changes only these of the form. */
export function addToForm(params: Params): void {
  const undo = rememberForm();
  setParams(params);
  toast.undo(
    text.generate.filled(Object.keys(params).map((name) => text.generate.paramNames[name] ?? name)),
    undo,
  );
}

let reading = new AbortController();

/** What is dropped or pasted now takes the place of what is still being read. */
function readAnew(): AbortSignal {
  reading.abort();
  reading = new AbortController();
  return reading.signal;
}

/** A picture that was dropped or pasted: what it says of itself, else it is one to start from. */
export async function fillFromFile(file: File): Promise<void> {
  const signal = readAnew();
  try {
    const params = await toast.during(text.generate.readingPicture, paramsOfPicture(file, signal));
    if (params) fillForm(params);
    else await takePicture(loadPicture(file, file.name), text.generate.noMetadata);
  } catch (error) {
    if (!signal.aborted) toast.problem(error);
  }
}

/** The form of ComfyUI runs what was exported from it; the others take its parameters. */
const runsWorkflows = (): boolean => draftNow().appType === 'comfyui';

async function runWorkflow(workflow: string, title: string): Promise<void> {
  const { takeWorkflow } = await import('../comfyui/choose-run');
  await takeWorkflow(workflow, title);
}

/** A file that was dropped: a workflow, where the form can run one. */
export async function fillFromJson(file: File): Promise<void> {
  try {
    const content = await file.text();
    if (runsWorkflows()) await runWorkflow(content, file.name);
    else await fillFromText(content);
  } catch (error) {
    toast.problem(error);
  }
}

/** A text that was pasted; says so when it is no parameters. */
export async function fillFromText(pasted: string): Promise<void> {
  const signal = readAnew();
  try {
    if (runsWorkflows() && looksLikeGraph(pasted)) return await runWorkflow(pasted, text.comfy.pasted);
    const params = await paramsOfText(pasted, signal);
    if (!params) throw new Error(text.generate.noParametersInClipboard);
    fillForm(params);
  } catch (error) {
    if (!signal.aborted) toast.problem(error);
  }
}

/** With some of its parameters replaced. */
export async function fillFromImage(filename: string, instead: Params = {}): Promise<void> {
  try {
    const path = { filename };
    const image = await take(api.GET('/api/v1/gallery/images/{filename}/info', { params: { path } }));
    const params = image.generation_params ?? (image.infotext && (await paramsOfText(image.infotext)));
    if (!params) throw new Error(text.generate.unknownParameters);
    // Of this image, not of the first one of its batch.
    const own = isGiven(image.seed) ? { seed: image.seed, batch_size: 1, n_iter: 1 } : {};
    await fillFromMade({ ...params, ...own, ...instead }, image.app_type ?? undefined);
  } catch (error) {
    toast.problem(error);
  }
}

export async function fillFromJob(id: string, instead: Params = {}): Promise<void> {
  try {
    const job = await take(api.GET('/api/v2/queue/jobs/{id}', { params: { path: { id } } }));
    await fillFromMade({ ...job.generation_params, ...instead }, job.app_type);
  } catch (error) {
    toast.problem(error);
  }
}

/** With the template or the workflow that it was made with, if it was. */
async function fillFromMade(params: Params, appType: string | undefined): Promise<void> {
  if (appType !== 'comfyui' || !isGiven(params['workflow'])) return fillForm(params, appType);
  const { fillFromWorkflowJob } = await import('../comfyui/choose-run');
  await fillFromWorkflowJob(params);
}

export const startFromImage = (filename: string): Promise<void> =>
  takePicture(loadFromGallery(filename), text.generate.startsFrom(filename));
