// `fetch_lost_results` of a server (opt-in): it also saves the pictures, under names that we choose, so that they
// can be fetched from it when the connection that they should have come on is lost.
import type { JsonObject } from '../../../common/json.js';
import type { Inventory } from '../../contract/index.js';
import { optionValues, type Draft } from './draft.js';

const FOLDER = 'stablequeue';
const ABSOLUTE = /^(?:[A-Za-z]:[\\/]|[\\/])/;
/** Where both programs keep checkpoints, seen from their own folder. */
const CHECKPOINTS = /^(.*?)[\\/]models[\\/]Stable-diffusion[\\/]/;

export interface SavedResults {
  /** Absolute folder on the server, forward slashes. */
  folder: string;
  /** Ending of the saved files, e.g. `png`. */
  extension: string;
}

/** Adds what makes the server save; null (with a warning) when its folder cannot be known. */
export function saveOnServer(draft: Draft): SavedResults | null {
  const { params, inventory } = draft;
  const root = outputFolder(inventory, draft.isImg2img);
  if (root === null) {
    draft.warnings.push(
      'fetch_lost_results has no effect here: the folder of the server’s pictures is not known.',
    );
    return null;
  }
  if (
    Number(params['subseed_strength'] ?? 0) > 0 &&
    Number(params['batch_size']) * Number(params['n_iter']) > 1
  ) {
    draft.warnings.push(
      'fetch_lost_results has no effect on this job: with a variation seed all its pictures share one seed.',
    );
    return null;
  }
  Object.assign(draft.overrides, {
    save_to_dirs: true,
    directories_filename_pattern: FOLDER,
    save_images_add_number: false,
    // The attempt's own pattern takes this one's place when it is submitted.
    samples_filename_pattern: '',
  });
  const format = draft.overrides['samples_format'] ?? optionValues(inventory)['samples_format'];
  return { folder: `${root}/${FOLDER}`, extension: typeof format === 'string' ? format : 'png' };
}

export function savedPattern(attemptId: string): string {
  return `sq-${attemptId}-[seed]`;
}

export function savedPaths(saved: SavedResults, attemptId: string, seed: number, images: number): string[] {
  return Array.from(
    { length: images },
    (_, i) => `${saved.folder}/sq-${attemptId}-${seed + i}.${saved.extension}`,
  );
}

function outputFolder(inventory: Inventory, isImg2img: boolean): string | null {
  const options: JsonObject = optionValues(inventory);
  const own = options[isImg2img ? 'outdir_img2img_samples' : 'outdir_txt2img_samples'];
  const folder = [options['outdir_samples'], own].find((value) => typeof value === 'string' && value !== '');
  if (typeof folder !== 'string') return null;
  if (ABSOLUTE.test(folder)) return clean(folder);
  const root = inventory.checkpoints.map(({ path }) => CHECKPOINTS.exec(path ?? '')?.[1]).find(Boolean);
  return root === undefined ? null : clean(`${root}/${folder}`);
}

function clean(folder: string): string {
  return folder.replaceAll('\\', '/').replace(/\/+$/, '');
}
