// Fewer pictures at a time, as the WebUI counts them: picture number i of `batch_size` × `n_iter` has the seed + i,
// however many are made at once.
import type { JsonObject } from '../../common/json.js';

/** Null: it cannot be made smaller without other pictures coming out. */
export function smallerBatch(params: JsonObject): JsonObject | null {
  const { batch_size: batch, n_iter: times, script_name: script, init_images: images } = params;
  if (typeof batch !== 'number' || !Number.isInteger(batch) || batch < 2) return null;
  // A script may make of the batch what it likes.
  if (typeof script === 'string' && script !== '') return null;
  // Each image of a batch goes with its own init image.
  if (Array.isArray(images) && images.length > 1) return null;
  const size = largestPart(batch);
  return { ...params, batch_size: size, n_iter: (typeof times === 'number' ? times : 1) * (batch / size) };
}

/** The largest number below it that divides it. */
function largestPart(whole: number): number {
  let part = Math.floor(whole / 2);
  while (whole % part !== 0) part -= 1;
  return part;
}
