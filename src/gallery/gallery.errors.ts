import { DomainError } from '../common/errors.js';

/** A server sent something that is not a usable picture. The message says which one and why. */
export class BadImageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BadImageError';
  }
}

/** A newer attempt has this job now, or it has ended: whoever gets this must stop and change nothing more. */
export class NotMineError extends Error {
  constructor(jobId: string, attempt: number) {
    super(
      `Attempt ${attempt} of job ${jobId} no longer holds its images; a newer attempt has them or the job has ended.`,
    );
    this.name = 'NotMineError';
  }
}

/** The images folder cannot be written. Rows stay reserved, so that the same store can be tried again. */
export class StorageError extends DomainError {
  constructor(
    code: 'disk_full' | 'storage_failed',
    message: string,
    readonly folder: string,
    override readonly cause?: unknown,
  ) {
    super(code, code === 'disk_full' ? 507 : 500, message, undefined, 'error');
  }
}

/** 404: the gallery knows the image but its file is gone from the images folder. */
export class ImageFileMissingError extends DomainError {
  constructor(filename: string) {
    super(
      'image_file_missing',
      404,
      `The file of image "${filename}" is no longer in the images folder.`,
      undefined,
      'warn',
    );
  }
}

/** 422: the file exists but cannot be taken apart. */
export class DamagedImageError extends DomainError {
  constructor(
    filename: string,
    override readonly cause?: unknown,
  ) {
    super(
      'image_damaged',
      422,
      `The metadata of "${filename}" cannot be left out: the file is damaged, or of a kind that is not taken apart. It can be downloaded as it is.`,
      undefined,
      'warn',
    );
  }
}

/** 422: the file exists but no preview can be made of it. */
export class PreviewFailedError extends DomainError {
  constructor(
    filename: string,
    override readonly cause?: unknown,
  ) {
    super(
      'preview_failed',
      422,
      `No preview can be made of "${filename}": the file is no picture, or damaged. It can still be downloaded.`,
      undefined,
      'warn',
    );
  }
}

/** What the operating system says when a disk or quota is used up. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** True for errors of the file system, false for those of SQLite, which carry a `code` as well. */
export function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return (
    typeof error === 'object' && error !== null && 'errno' in error && 'syscall' in error && 'code' in error
  );
}

/** Errors of the file system as a sentence with the folder and the cure; anything else as it is. */
export function asStorageError(error: unknown, folder: string): unknown {
  if (!isFileError(error)) return error;
  if (FULL.has(error.code ?? '')) {
    return new StorageError(
      'disk_full',
      `No space is left for images in ${folder}: free some, then the job can be saved.`,
      folder,
      error,
    );
  }
  const message = `Images cannot be written to ${folder} (${error.code ?? 'unknown error'}): check that it is a folder, mounted and writable.`;
  return new StorageError('storage_failed', message, folder, error);
}
