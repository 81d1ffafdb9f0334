import { text } from '../../../text';
import type { StartPicture } from '../draft/draft-store';

/** More than the server takes in one request, once it is text. */
const MOST_BYTES = 40_000_000;

/** @throws Error in words for people, when it is no picture or too large */
export async function loadPicture(file: Blob, name: string): Promise<StartPicture> {
  if (file.size > MOST_BYTES) throw new Error(text.generate.pictureTooLarge);
  const data = await dataOf(file);
  const { naturalWidth, naturalHeight } = await imageOf(data);
  return { data, name, width: naturalWidth, height: naturalHeight };
}

/** From this server: a picture of the gallery. */
export async function loadFromGallery(filename: string): Promise<StartPicture> {
  const answer = await fetch(`/api/v1/images/download/${encodeURIComponent(filename)}`);
  if (!answer.ok) throw new Error(text.generate.pictureGone);
  return loadPicture(await answer.blob(), filename);
}

function dataOf(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(new Error(text.generate.notAPicture));
    reader.readAsDataURL(file);
  });
}

function imageOf(data: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error(text.generate.notAPicture));
    image.src = data;
  });
}
