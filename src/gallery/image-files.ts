// The images folder: the only code that writes to it. A file is whole under its final name or not there at all, and
// no file is ever replaced without the caller's consent. Which row a file belongs to is `image-store.ts`'s business.
import { createHash } from 'node:crypto';
import { existsSync, renameSync, unlinkSync } from 'node:fs';
import * as promises from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { asStorageError, isFileError } from './gallery.errors.js';
import { isDayFolder, isTemporaryName, looksLikeOurs, temporaryName } from './image-name.js';

/** The calls to the operating system; tests break them one by one. */
export type FileCalls = Pick<
  typeof promises,
  'copyFile' | 'link' | 'lstat' | 'mkdir' | 'open' | 'readdir' | 'realpath' | 'unlink'
> & { renameSync: typeof renameSync; unlinkSync: typeof unlinkSync };

export const fileCalls: FileCalls = { ...promises, renameSync, unlinkSync };

/** A file that may be sent: `root` and `path` are real, without symbolic links, `path` is below `root`. */
export interface LocatedFile {
  root: string;
  path: string;
}

/**
 * Decides about a file that is already there: either calls `replace` (at a moment at which nobody else can win the
 * right to that file) or throws.
 */
export type Consent = (replace: () => void) => Promise<void>;

/** What one day's folder holds, as paths relative to the images folder; anything else in it is not ours. */
export interface DayListing {
  images: string[];
  temporary: string[];
}

/** For files that no row knows. Hidden, so that nothing is served from it and no listing goes into it. */
const ORPHANS = '.orphaned';
/** Where they come from: FAT, some network shares, other devices, a hard-link limit. */
const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK']);
/** Windows and some network shares cannot sync a folder; the file itself is synced. */
const NO_FOLDER_SYNC = new Set(['EPERM', 'EISDIR', 'EINVAL', 'ENOTSUP']);

export class ImageFiles {
  private readonly root: string;

  constructor(
    /** Absolute. */
    root: string,
    private readonly fs: FileCalls = fileCalls,
  ) {
    this.root = resolve(root);
  }

  /** @throws Error for a path outside of the images folder: a row was tampered with */
  resolve(relativePath: string): string {
    const path = resolve(this.root, relativePath);
    if (!path.startsWith(this.root + sep)) throw new Error(`"${relativePath}" leaves the images folder`);
    return path;
  }

  async exists(relativePath: string): Promise<boolean> {
    return (await this.fs.lstat(this.resolve(relativePath)).catch(nothingIfAbsent)) !== undefined;
  }

  /** The regular file behind `relativePath`; undefined if it is absent or a link leads out of the images folder. */
  async locate(relativePath: string): Promise<LocatedFile | undefined> {
    const root = await this.fs.realpath(this.root).catch(nothingIfAbsent);
    const path = await this.fs.realpath(this.resolve(relativePath)).catch(nothingIfAbsent);
    if (!root || !path?.startsWith(root + sep)) return undefined;
    const stats = await this.fs.lstat(path).catch(nothingIfAbsent);
    return stats?.isFile() ? { root, path: relative(root, path) } : undefined;
  }

  /** The whole file; undefined if there is none that may be read. */
  async read(relativePath: string): Promise<Buffer | undefined> {
    const located = await this.locate(relativePath);
    return located && promises.readFile(join(located.root, located.path)).catch(nothingIfAbsent);
  }

  /** SHA-256 of a file as lower-case hex; undefined if there is none that may be read. */
  async hashOf(relativePath: string): Promise<string | undefined> {
    const content = await this.read(relativePath);
    return content && createHash('sha256').update(content).digest('hex');
  }

  /**
   * Writes a whole file under its final name; call `sync` for its folder afterwards. A file that is already there
   * is left alone unless `consent` replaces it.
   * @throws StorageError; whatever `consent` throws
   */
  async place(relativePath: string, content: Buffer, attempt: number, consent: Consent): Promise<void> {
    const final = this.resolve(relativePath);
    const temporary = join(dirname(final), temporaryName(basename(final), attempt));
    try {
      await this.makeFolder(dirname(final));
      await this.writeDurably(temporary, content);
      await this.publish(temporary, final, consent);
    } catch (error) {
      // Only tidying: the first error is the one that matters, and the janitor finds what stays.
      await this.fs.unlink(temporary).catch(() => undefined);
      throw asStorageError(error, dirname(final));
    }
  }

  /** Makes the names of new files in the folders of these paths survive a power loss. */
  async sync(relativePaths: string[]): Promise<void> {
    const folders = new Set(relativePaths.map((path) => dirname(this.resolve(path))));
    for (const folder of folders) await this.syncFolder(folder);
  }

  /** Without waiting, so that it can be done inside a database write. True if there was such a file. */
  removeNow(relativePath: string): boolean {
    try {
      this.fs.unlinkSync(this.resolve(relativePath));
      return true;
    } catch (error) {
      if (isFileError(error) && isAbsence(error)) return false;
      throw asStorageError(error, dirname(this.resolve(relativePath)));
    }
  }

  /** Newest first. */
  async dayFolders(): Promise<string[]> {
    const names = await this.fs.readdir(this.root).catch(nothingIfAbsent);
    return (names ?? []).filter(isDayFolder).sort().reverse();
  }

  async list(day: string): Promise<DayListing> {
    const names = (await this.fs.readdir(this.resolve(day)).catch(nothingIfAbsent)) ?? [];
    const pathsOf = (accepts: (name: string) => boolean) =>
      names.filter(accepts).map((name) => `${day}/${name}`);
    return { images: pathsOf(looksLikeOurs), temporary: pathsOf(isTemporaryName) };
  }

  /** When its bytes last changed, milliseconds since the epoch; undefined if it is gone. */
  async changedAt(relativePath: string): Promise<number | undefined> {
    return (await this.fs.lstat(this.resolve(relativePath)).catch(nothingIfAbsent))?.mtimeMs;
  }

  async makeOrphansFolder(): Promise<void> {
    await this.fs.mkdir(this.resolve(ORPHANS), { recursive: true });
  }

  /**
   * Without waiting, like `removeNow`. Moves a file out of the way under a name that nothing there has; false if
   * the file was gone.
   */
  setAsideNow(relativePath: string): boolean {
    const target = this.resolve(`${ORPHANS}/${relativePath.replaceAll('/', '_')}`);
    let free = target;
    for (let n = 2; existsSync(free); n += 1) free = `${target}.${n}`;
    try {
      this.fs.renameSync(this.resolve(relativePath), free);
      return true;
    } catch (error) {
      nothingIfAbsent(error);
      return false;
    }
  }

  private async makeFolder(folder: string): Promise<void> {
    const firstMade = await this.fs.mkdir(folder, { recursive: true });
    if (firstMade) await this.syncFolder(dirname(firstMade));
  }

  private async writeDurably(path: string, content: Buffer): Promise<void> {
    // A crash between link and unlink leaves a second name of the finished file here: opening it for writing would
    // empty that file, so the name goes first.
    await this.fs.unlink(path).catch(nothingIfAbsent);
    const file = await this.fs.open(path, 'wx', 0o644);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** A rename would silently replace; a link to a taken name fails. */
  private async publish(temporary: string, final: string, consent: Consent): Promise<void> {
    try {
      await this.fs.link(temporary, final);
    } catch (error) {
      if (!isFileError(error)) throw error;
      if (error.code === 'EEXIST') return consent(() => this.fs.renameSync(temporary, final));
      if (!NO_HARD_LINKS.has(error.code ?? '')) throw error;
      return this.publishByCopy(temporary, final, consent);
    }
    await this.fs.unlink(temporary);
  }

  /** Not atomic: a crash leaves half a file, which the next try replaces as its own leftover. */
  private async publishByCopy(temporary: string, final: string, consent: Consent): Promise<void> {
    try {
      await this.fs.copyFile(temporary, final, promises.constants.COPYFILE_EXCL);
    } catch (error) {
      if (isFileError(error) && error.code === 'EEXIST')
        return consent(() => this.fs.renameSync(temporary, final));
      throw error;
    }
    await this.syncPath(final, 'r+');
    await this.fs.unlink(temporary);
  }

  private async syncFolder(folder: string): Promise<void> {
    await this.syncPath(folder, 'r').catch((error: unknown) => {
      if (!isFileError(error) || !NO_FOLDER_SYNC.has(error.code ?? '')) throw asStorageError(error, folder);
    });
  }

  private async syncPath(path: string, flags: string): Promise<void> {
    const handle = await this.fs.open(path, flags);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

function isAbsence(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ELOOP';
}

/** For `catch`: absence is an answer, anything else an error. */
export function nothingIfAbsent(error: unknown): undefined {
  if (isFileError(error) && isAbsence(error)) return undefined;
  throw error;
}
