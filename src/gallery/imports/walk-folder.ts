// The pictures of a folder, by the names of their files. Links are never followed, so nothing outside of the folder is
// ever read through it.
import { constants } from 'node:fs';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

export interface WalkOptions {
  recursive: boolean;
  /** Real paths of folders that are left out, with all below them. */
  except: readonly string[];
  signal: AbortSignal;
}

const PICTURE = /\.(png|jpe?g|webp)$/i;
const MOST_FILES = 500_000;
const DEEPEST = 32;

/** Absolute paths, folder by folder, in order of names; hidden files and folders are left out. `root` is a real path. */
export async function findPictures(root: string, options: WalkOptions): Promise<string[]> {
  const found: string[] = [];
  const waiting = [{ folder: root, depth: 0 }];
  for (let next = waiting.pop(); next && found.length < MOST_FILES; next = waiting.pop()) {
    if (options.signal.aborted) break;
    const { folder, depth } = next;
    if (options.except.includes(folder)) continue;
    const entries = await readdir(folder, { withFileTypes: true }).catch(emptyIfUnreadable);
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      if (entry.isFile() && PICTURE.test(entry.name)) found.push(join(folder, entry.name));
      if (entry.isDirectory() && options.recursive && depth < DEEPEST)
        waiting.push({ folder: join(folder, entry.name), depth: depth + 1 });
    }
  }
  return found.slice(0, MOST_FILES);
}

/** @throws Error for whatever is no plain file any more */
export async function openPlainFile(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new Error('It is no plain file.');
}

/** A folder that may not be read has no pictures for us; its neighbours have. */
function emptyIfUnreadable(): never[] {
  return [];
}
