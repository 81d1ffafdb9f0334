// How images are called on disk, and which names may come from outside. Pure; `image-files.ts` does the rest.
import { InvalidRequestError } from '../common/errors.js';
import { EXTENSIONS } from './sniff-file.js';

const FROM_CLIENT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const ENDING = `\\.(${EXTENSIONS.join('|')})`;
const OURS = new RegExp(`^[0-9a-f]{8,32}_\\d{5}${ENDING}$`);
const TEMPORARY = new RegExp(`^\\.[0-9a-z]{8,32}_\\d{5}${ENDING}\\.part-\\d+$`);
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ID_LENGTHS = [8, 12, 16, 20, 24, 28, 32];

/**
 * The names that image `idx` (from 0) of a job may have, best first: `88615c9d_00001.png`. Clients know jobs by
 * their first 8 characters; more are taken only when that name belongs to somebody else.
 */
export function possibleNames(jobId: string, idx: number, extension: string): string[] {
  const id = jobId.toLowerCase().replace(/[^0-9a-z]/g, '');
  const number = String(idx + 1).padStart(5, '0');
  const names = ID_LENGTHS.map((length) => `${id.slice(0, length)}_${number}.${extension}`);
  return [...new Set(names)];
}

/** The part of a name that clients match with their job's id. */
export function jobIdPrefix(filename: string): string {
  return filename.split('_', 1)[0] ?? '';
}

/** Hidden beside its final place; the attempt keeps a frozen older one from writing into it. */
export function temporaryName(filename: string, attempt: number): string {
  return `.${filename}.part-${attempt}`;
}

export function isTemporaryName(name: string): boolean {
  return TEMPORARY.test(name);
}

export function looksLikeOurs(name: string): boolean {
  return OURS.test(name);
}

export function isDayFolder(name: string): boolean {
  return DAY.test(name);
}

/** The UTC day of an ISO time: `2026-11-20`. */
export function dayOf(iso: string): string {
  return iso.slice(0, 10);
}

export function extensionOf(filename: string): string {
  return filename.slice(filename.lastIndexOf('.') + 1);
}

/** Could this be the name of an image? */
export function isImageName(name: string): boolean {
  return FROM_CLIENT.test(name) && !name.includes('..');
}

/** @throws InvalidRequestError unless the name could be one of ours; it is still only ever looked up in the database. */
export function readImageName(name: string): string {
  if (isImageName(name)) return name;
  throw new InvalidRequestError(
    'An image name has letters, digits, dots, dashes and underscores only, like "88615c9d_00001.png".',
    [{ path: 'filename', message: 'is no image name' }],
    'invalid_filename',
  );
}
