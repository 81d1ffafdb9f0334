import type { Response } from 'express';
import type { Principal } from '../access/contract/index.js';
import { DomainError } from '../common/errors.js';
import { ImageFileMissingError } from './gallery.errors.js';
import type { PlainImage, ServedImage } from './gallery.service.js';
import { mayBeShown } from './sniff-file.js';

/**
 * Sends a file with ranges and conditional requests. Files came from other servers, so a browser may show them as
 * the pictures that they are and do nothing else with them.
 * @throws DomainError before the first byte; afterwards the connection simply ends
 */
export function sendImage(
  response: Response,
  image: ServedImage,
  disposition: 'inline' | 'attachment',
  who: Principal,
): Promise<void> {
  const headers = headersOf(image, disposition, who);
  const options = { root: image.file.root, dotfiles: 'deny', cacheControl: false, headers } as const;
  return new Promise((resolve, reject) => {
    response.sendFile(image.file.path, options, (error: unknown) => {
      // Nobody is left to be told when the client went away in the middle.
      if (!error || response.headersSent || isAbort(error)) return resolve();
      for (const name of [...Object.keys(headers), 'Accept-Ranges', 'Last-Modified'])
        response.removeHeader(name);
      reject(asDomainError(error, image));
    });
  });
}

/** A picture that lies nowhere as a file. */
export function sendBytes(
  response: Response,
  image: PlainImage,
  disposition: 'inline' | 'attachment',
  who: Principal,
): void {
  response.set(headersOf(image, disposition, who)).send(image.bytes);
}

function headersOf(
  image: Omit<PlainImage, 'bytes'>,
  disposition: 'inline' | 'attachment',
  who: Principal,
): Record<string, string> {
  return {
    'Content-Type': image.mediaType,
    'Content-Disposition': `${mayBeShown(image.mediaType) ? disposition : 'attachment'}; filename="${image.filename}"`,
    'Content-Security-Policy': "sandbox; default-src 'none'",
    // A signed link is made to be shown elsewhere: in a chat, on another program's page.
    'Cross-Origin-Resource-Policy': who.via === 'link' ? 'cross-origin' : 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    // A name is never given to other bytes while its row lives.
    'Cache-Control': 'private, max-age=31536000, immutable',
    ETag: image.etag,
  };
}

function asDomainError(error: unknown, image: ServedImage): unknown {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  if (status === 404) return new ImageFileMissingError(image.filename);
  if (status === 412)
    return new DomainError('precondition_failed', 412, 'The image is not the one that the request names.');
  if (status === 416)
    return new DomainError('range_not_satisfiable', 416, 'The image has no bytes in that range.');
  return error;
}

function isAbort(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ECONNABORTED';
}
