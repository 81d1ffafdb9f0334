import type { IncomingMessage } from 'node:http';

/** A body beyond `--max-upload-size`. */
export class BodyTooLarge extends Error {}

/** @throws BodyTooLarge once more has come than may */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= mostBytes) chunks.push(chunk);
  }
  if (size > mostBytes)
    throw new BodyTooLarge(`Maximum request body size ${mostBytes} exceeded, actual body size ${size}`);
  return Buffer.concat(chunks);
}
