// The pictures of img2img, as the inner tabs of the page take them: data URIs, of which Forge's canvas reads PNG alone.
import sharp from 'sharp';
import type { JsonObject } from '../../../common/json.js';
import { invalid } from '../../names/refuse.js';
import type { InputFacts } from './page-facts.js';
import type { Placing } from './place-scripts.js';

/** Which inner tab holds the picture: `img2img`, or `inpaint` with its mask. */
const IMG2IMG = 0;
const INPAINT = 2;

/** The number of the inner tab. @throws DispatchError for what is no picture, or has no place on the page */
export async function placePictures(placing: Placing, body: JsonObject): Promise<number> {
  const images = body['init_images'] as unknown[];
  if (images.length > 1)
    placing.warnings.push(`The page takes one image to start from: the first of ${images.length} is sent.`);
  const image = await pngOf(images[0], 'init_images[0]');
  if (body['mask'] === undefined) {
    placing.values[inputOf(placing, 'img2img_image').key] = image;
    return IMG2IMG;
  }
  const mask = await pngOf(body['mask'], 'mask');
  const canvas = inputOf(placing, 'img2maskimg');
  const foreground = placing.inputs.find(({ elem_id }) => elem_id === 'img2maskimg_fg');
  // Gradio 3 has one component for both (A1111); Forge's canvas are two.
  placing.values[canvas.key] = foreground ? image : { image, mask };
  if (foreground) placing.values[foreground.key] = mask;
  return INPAINT;
}

function inputOf(placing: Placing, elemId: string): InputFacts {
  const input = placing.inputs.find(({ elem_id }) => elem_id === elemId);
  if (!input)
    throw invalid(`The page of this server has no place for the image to start from ("${elemId}").`);
  return input;
}

async function pngOf(encoded: unknown, what: string): Promise<string> {
  const text = typeof encoded === 'string' ? encoded : '';
  const bytes = Buffer.from(text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text, 'base64');
  try {
    const png = await sharp(bytes).png().toBuffer();
    return `data:image/png;base64,${png.toString('base64')}`;
  } catch {
    throw invalid(`${what} is no picture that can be read.`);
  }
}
