// Images inside a request: base64, bare or as data URI. A bad one would cost a whole round trip and a 500
// ("Invalid encoded image"); a URL would make the server fetch it, which it refuses by default.
import { unfitPictures } from '../../common/embedded-pictures.js';
import type { FieldProblem } from '../../common/errors.js';
import { tooManyPixels } from '../../common/image-pixels.js';
import type { JsonObject } from '../../common/json.js';

const IMAGE_FIELDS = ['mask', 'latent_mask', 'firstpass_image'];
/** Scripts take images wherever they like; their servers fetch addresses and decode whatever comes. */
const SCRIPT_FIELDS = ['alwayson_scripts', 'script_args'];
const NOT_BASE64 = /[^A-Za-z0-9+/=\s]/;

export function checkEmbeddedImages(params: JsonObject): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const check = (value: unknown, path: string): void => {
    const message = typeof value === 'string' ? imageProblem(value) : null;
    if (message) problems.push({ path, message });
  };
  const images = params['init_images'];
  if (Array.isArray(images)) images.forEach((image, index) => check(image, `init_images.${index}`));
  for (const field of IMAGE_FIELDS) check(params[field], field);
  for (const field of SCRIPT_FIELDS) problems.push(...unfitPictures(params[field], field));
  return problems;
}

function imageProblem(value: string): string | null {
  if (/^https?:/i.test(value))
    return 'URLs are not fetched here: send the image itself as base64 or data URI.';
  const data = value.startsWith('data:') ? afterComma(value) : value;
  if (data === null) return 'This data URI is not base64: write data:image/png;base64,…';
  const isBase64 = data.length >= 16 && !NOT_BASE64.test(data);
  if (!isBase64) return 'This is not base64: send the file of the image, base64-encoded.';
  return tooManyPixels(data);
}

function afterComma(uri: string): string | null {
  const comma = uri.indexOf(',');
  return comma > 0 && /;base64$/i.test(uri.slice(0, comma)) ? uri.slice(comma + 1) : null;
}
