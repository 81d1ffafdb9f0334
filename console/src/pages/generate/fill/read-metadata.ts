// What a picture, or a text, says of how it was made. Pure: bytes or text in, parameters out.
import type { Params } from '../draft/draft';
import { paramsOfComfy } from './comfy-graph';
import { exifOf, exifTexts } from './exif-texts';
import { paramsOfInfotext } from './infotext';
import { isPng, pngTexts } from './png-texts';

/** An infotext, or a ComfyUI prompt as JSON; null for any other text. */
export function paramsOfText(text: string): Params | null {
  return text.trimStart().startsWith('{') ? paramsOfComfy(text) : paramsOfInfotext(text);
}

/** PNG, JPEG or WebP; null when nothing in it says how it was made. */
export async function paramsOfPicture(bytes: Uint8Array): Promise<Params | null> {
  if (isPng(bytes)) {
    const texts = await pngTexts(bytes);
    return firstOf([texts.get('parameters'), texts.get('prompt'), texts.get('UserComment')]);
  }
  const exif = exifOf(bytes);
  if (!exif) return null;
  const { userComment, others } = exifTexts(exif);
  return firstOf([userComment, ...others.map((text) => text.replace(/^prompt:\s*/i, ''))]);
}

function firstOf(texts: readonly (string | null | undefined)[]): Params | null {
  for (const text of texts) {
    const params = text ? paramsOfText(text) : null;
    if (params) return params;
  }
  return null;
}
