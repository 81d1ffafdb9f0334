// What a run is compared with afterwards. Stored with the request as plain JSON, and read back after a restart.
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import type { Draft } from './draft.js';
import type { SavedResults } from './saved-results.js';

export interface Expectation {
  images: number;
  seed: number | null;
  /** Pixels of a finished picture; null where they cannot be foretold. */
  size: { width: number; height: number } | null;
  checkpoint: { title: string; short_hash: string | null } | null;
  sampler: string | null;
  /** A selectable script may change anything from picture to picture: then nothing is compared. */
  scripted: boolean;
  /** Names of each LoRA; empty when the server does not report them. */
  loras: string[][];
  hires: boolean;
  /** Overrides that could stay behind on the server. */
  pin: string[];
  saved: SavedResults | null;
}

export function expectationOf(draft: Draft, pin: string[], saved: SavedResults | null): Expectation {
  const { body, checkpoint, inventory } = draft;
  const options = inventory.extra['options'];
  const reportsLoras = !isJsonObject(options) || options['lora_add_hashes_to_infotext'] !== false;
  return {
    images: Number(body['batch_size'] ?? 1) * Number(body['n_iter'] ?? 1),
    seed: typeof body['seed'] === 'number' ? body['seed'] : null,
    size: expectedSize(draft),
    scripted: body['script_name'] !== undefined,
    checkpoint: checkpoint && { title: checkpoint.title, short_hash: checkpoint.shortHash },
    sampler: typeof body['sampler_name'] === 'string' ? body['sampler_name'] : null,
    loras: reportsLoras ? draft.loras : [],
    hires: draft.hasHires,
    pin,
    saved,
  };
}

/** Our own writing, so it is trusted to be whole. */
export function readExpectation(expect: JsonObject): Expectation {
  return expect as unknown as Expectation;
}

function expectedSize(draft: Draft): Expectation['size'] {
  const { body } = draft;
  // Painting a masked area at full resolution pastes it into the picture that came, of whatever size.
  if (body['mask'] !== undefined && body['inpaint_full_res'] !== false) return null;
  const width = Number(body['width']);
  const height = Number(body['height']);
  if (!draft.hasHires) return { width: floor8(width), height: floor8(height) };
  const x = Number(body['hr_resize_x'] ?? 0);
  const y = Number(body['hr_resize_y'] ?? 0);
  if (x > 0 && y > 0) return { width: floor8(x), height: floor8(y) };
  if (x > 0) return { width: floor8(x), height: floor8((x * height) / width) };
  if (y > 0) return { width: floor8((y * width) / height), height: floor8(y) };
  const scale = Number(body['hr_scale'] ?? 2);
  return { width: floor8(width * scale), height: floor8(height * scale) };
}

function floor8(pixels: number): number {
  return Math.floor(pixels / 8) * 8;
}
