// Writes a zip while it is sent: one image after the other, each only when the one before is on its way, so that the
// memory holds one of them at most. Pictures are compressed already, so they are only stored.
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { ZipFile } from 'yazl';
import { BadImageError } from '../gallery.errors.js';
import { stripMetadata } from '../details/strip-metadata.js';
import { ImageFiles } from '../image-files.js';
import type { ImageFile } from '../images.repository.js';
import type { OrderedZip } from './zip-orders.js';

@Injectable()
export class ZipWriter {
  constructor(private readonly files: ImageFiles) {}

  /** Ends with the zip, or with the connection. */
  async write(order: OrderedZip, target: Writable): Promise<void> {
    const zip = new ZipFile();
    const gone = new AbortController();
    const output = zip.outputStream as Readable;
    zip.on('error', (error: Error) => output.destroy(error));
    const sent = pipeline(output, target).catch((error: unknown) => gone.abort(error));
    const missing = [...order.missing];
    for (const image of order.images) {
      if (gone.signal.aborted) break;
      const content = await this.contentOf(image, order.strip);
      if (content) await add(zip, image, content, gone.signal).catch((error: Error) => output.destroy(error));
      else missing.push(image.filename);
    }
    if (missing.length)
      zip.addBuffer(Buffer.from(`${missing.join('\n')}\n`), 'missing.txt', { compress: false });
    zip.end();
    await sent;
  }

  /** Null when its file is gone, or cannot be taken apart to leave its metadata out. */
  private async contentOf(image: ImageFile, strip: boolean): Promise<Readable | null> {
    if (!strip) {
      const file = await this.files.locate(image.relativePath);
      return file ? createReadStream(join(file.root, file.path)) : null;
    }
    const bytes = await this.files.read(image.relativePath);
    try {
      return bytes ? Readable.from([stripMetadata(bytes, image.mediaType)]) : null;
    } catch (error) {
      if (error instanceof BadImageError) return null;
      throw error;
    }
  }
}

/**
 * Resolved once the zip has read it, or nobody will.
 * @throws Error of a file that breaks off in the middle: so must the zip, lest anybody takes it for whole
 */
async function add(zip: ZipFile, image: ImageFile, content: Readable, gone: AbortSignal): Promise<void> {
  const end = (): void => void content.destroy();
  if (gone.aborted) return end();
  gone.addEventListener('abort', end, { once: true });
  zip.addReadStream(content, image.filename, { compress: false, mtime: new Date(image.createdAt) });
  await finished(content).finally(() => gone.removeEventListener('abort', end));
}
