import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeBytes } from '../../common/generation-log.js';
import type { NodeContext } from '../execution/node-context.js';
import type { FileType } from '../files/file-store.js';
import type { SavedFile } from '../generation-log.js';

/** What output nodes have in common: a place by prefix and counter, the file, the record of it. */
export interface Saving {
  prefix: string;
  type: FileType;
  width: number;
  height: number;
  /** With its dot. */
  ending: string;
}

/** Writes one file per entry and tells of each as outputs do. */
export function saveFiles(context: NodeContext, saving: Saving, contents: readonly Buffer[]): SavedFile[] {
  const place = context.files.nextPlace(saving.prefix, saving.type, saving.width, saving.height);
  return contents.map((bytes, index) => {
    context.beforeSaving();
    const name = place.filename.replaceAll('%batch_num%', String(index));
    const number = String(place.counter + index).padStart(5, '0');
    const filename = `${name}_${number}_${saving.ending}`;
    writeFileSync(join(place.folder, filename), bytes);
    const file: SavedFile = { filename, subfolder: place.subfolder, type: saving.type };
    context.record.images.push({ ...describeBytes(bytes), file });
    return file;
  });
}
