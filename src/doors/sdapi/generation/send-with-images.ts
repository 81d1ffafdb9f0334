// JSON documents with images in base64, written file by file: a hundred pictures never lie in memory at once.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Response } from 'express';

/** `head` ends where the list's first image belongs, `tail` begins after the last. */
export async function sendWithImages(
  response: Response,
  head: string,
  paths: readonly string[],
  tail: string,
): Promise<void> {
  if (!response.headersSent) response.status(200).type('application/json');
  try {
    await write(response, head);
    for (const [index, path] of paths.entries()) {
      const base64 = (await readFile(path)).toString('base64');
      await write(response, `${index === 0 ? '' : ','}"${base64}"`);
    }
    if (!response.destroyed) response.end(tail);
  } catch (error) {
    // Half a document cannot be mended; a connection that breaks off is the only honest end of it.
    response.destroy();
    throw error;
  }
}

async function write(response: Response, text: string): Promise<void> {
  if (response.destroyed) return;
  if (response.write(text)) return;
  await Promise.race([once(response, 'drain'), once(response, 'close')]);
}
