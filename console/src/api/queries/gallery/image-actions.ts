import { api, take, type Schemas } from '../../client';

export type ImageAction = Schemas['ImageActionDto'];
export type ImageActionResult = Schemas['ImageActionResultDto'];

/** The API takes so many at once. */
const PER_REQUEST = 1_000;

/** The same for any number of images. */
export async function actOnImages({ filenames, ...action }: ImageAction): Promise<ImageActionResult> {
  const result: ImageActionResult = { done: [], failed: [] };
  for (let from = 0; from < filenames.length; from += PER_REQUEST) {
    const body = { ...action, filenames: filenames.slice(from, from + PER_REQUEST) };
    const { done, failed } = await take(api.POST('/api/v1/gallery/images/actions', { body }));
    result.done.push(...done);
    result.failed.push(...failed);
  }
  return result;
}

export const changeImage = (filename: string, body: Schemas['ImagePatchDto']) =>
  take(api.PATCH('/api/v1/gallery/images/{filename}', { params: { path: { filename } }, body }));

export const emptyTrash = () => take(api.DELETE('/api/v1/gallery/trash'));

/** A file of many images; its address works for some minutes. */
export const zipImages = (filenames: string[], metadata: 'keep' | 'strip') =>
  take(api.POST('/api/v1/gallery/zips', { body: { filenames, metadata } }));
