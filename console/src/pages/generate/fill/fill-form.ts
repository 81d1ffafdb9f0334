import { api, take } from '../../../api/client';
import { toast } from '../../../components/toast';
import { text } from '../../../text';
import { isGiven, type Params } from '../draft/draft';
import { draftNow, rememberForm, replaceDraft, setParams } from '../draft/draft-store';
import { fillFrom } from '../draft/from-params';
import { loadFromGallery, loadPicture } from '../image/load-picture';
import { takePicture } from '../image/take-picture';

/** Fills the form, tells what was taken, and can take it back. */
export function fillForm(params: Params, more: { appType?: string } = {}): void {
  const undo = rememberForm();
  const { draft, taken } = fillFrom(draftNow(), params);
  replaceDraft({ ...draft, ...more });
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

/** A picture that was dropped or pasted: what it says of itself, else it is one to start from. */
export async function fillFromFile(file: File): Promise<void> {
  const { paramsOfPicture } = await import('./read-metadata');
  const params = await paramsOfPicture(new Uint8Array(await file.arrayBuffer()));
  if (params) fillForm(params);
  else await takePicture(loadPicture(file, file.name), text.generate.noMetadata);
}

/** Whether the text was parameters. */
export async function fillFromText(pasted: string): Promise<boolean> {
  const { paramsOfText } = await import('./read-metadata');
  const params = paramsOfText(pasted);
  if (params) fillForm(params);
  return params !== null;
}

/** With some of its parameters replaced. */
export async function fillFromImage(filename: string, instead: Params = {}): Promise<void> {
  try {
    const path = { filename };
    const image = await take(api.GET('/api/v1/gallery/images/{filename}/info', { params: { path } }));
    const params = image.generation_params ?? (await paramsIn(image.infotext));
    if (!params) throw new Error(text.generate.unknownParameters);
    // Of this image, not of the first one of its batch.
    const own = isGiven(image.seed) ? { seed: image.seed, batch_size: 1, n_iter: 1 } : {};
    fillForm({ ...params, ...own, ...instead }, image.app_type === null ? {} : { appType: image.app_type });
  } catch (error) {
    toast.problem(error);
  }
}

async function paramsIn(infotext: string | null): Promise<Params | null> {
  if (infotext === null) return null;
  const { paramsOfText } = await import('./read-metadata');
  return paramsOfText(infotext);
}

export async function fillFromJob(id: string, instead: Params = {}): Promise<void> {
  try {
    const job = await take(api.GET('/api/v2/queue/jobs/{id}', { params: { path: { id } } }));
    fillForm({ ...job.generation_params, ...instead }, { appType: job.app_type });
  } catch (error) {
    toast.problem(error);
  }
}

export const startFromImage = (filename: string): Promise<void> =>
  takePicture(loadFromGallery(filename), text.generate.startsFrom(filename));
