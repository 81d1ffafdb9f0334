// Which folder may be imported: one that exists and is none of our own.
import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, sep } from 'node:path';
import { InvalidRequestError } from '../../common/errors.js';

/** Its real path. @throws InvalidRequestError `invalid_folder` */
export async function readImportFolder(folder: string, own: readonly string[]): Promise<string> {
  if (!isAbsolute(folder) || folder.includes('\0')) throw refusal('must be an absolute path');
  const path = await realpath(folder).catch(() => undefined);
  const stats = path === undefined ? undefined : await stat(path).catch(() => undefined);
  if (!path || !stats?.isDirectory())
    throw refusal('is no folder that can be read on the machine of this server');
  if (own.some((root) => path === root || path.startsWith(root + sep)))
    throw refusal('is one of StableQueue’s own folders');
  return path;
}

/** Real paths of folders that exist. */
export async function realPaths(folders: readonly string[]): Promise<string[]> {
  const paths = await Promise.all(folders.map((folder) => realpath(folder).catch(() => undefined)));
  return paths.filter((path) => path !== undefined);
}

function refusal(message: string): InvalidRequestError {
  return new InvalidRequestError(`The folder ${message}.`, [{ path: 'folder', message }], 'invalid_folder');
}
