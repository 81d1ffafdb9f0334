// What a picture, or a text, says of how it was made. The server reads it, as it does for everybody.
import { api, take } from '../../../api/client';
import type { Params } from '../draft/draft';

/** As much as the server takes. */
const MOST_BYTES = 64 * 1024 * 1024;

/** An infotext, or a prompt of ComfyUI as JSON; null for any other text. */
export async function paramsOfText(infotext: string, signal?: AbortSignal): Promise<Params | null> {
  return (await take(api.POST('/api/v2/infotext', { body: { infotext }, signal }))).generation_params;
}

/** PNG, JPEG or WebP; null when nothing in it says how it was made. */
export async function paramsOfPicture(file: Blob, signal?: AbortSignal): Promise<Params | null> {
  if (file.size > MOST_BYTES) return null;
  const form = new FormData();
  form.set('file', file);
  const call = { body: { file: '' }, bodySerializer: () => form, signal };
  return (await take(api.POST('/api/v2/infotext/upload', call))).generation_params;
}
