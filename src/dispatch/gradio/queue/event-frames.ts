import { isJsonObject, parseJson, type JsonObject } from '../../../common/json.js';

/** A result is a few KB; whoever sends more without an end is no server of ours. */
const MAX_FRAME_CHARS = 64 * 1024 * 1024;

/** Puts the messages of an event stream together from pieces as they arrive. */
export class EventFrames {
  private readonly decoder = new TextDecoder();
  private rest = '';

  /** @throws Error for what is no such stream */
  read(bytes: Uint8Array): JsonObject[] {
    this.rest += this.decoder.decode(bytes, { stream: true });
    const frames = this.rest.split(/\r?\n\r?\n/);
    this.rest = frames.pop() ?? '';
    if (this.rest.length > MAX_FRAME_CHARS)
      throw new Error('the stream of the queue sends no end of a message');
    return frames.map(messageOf).filter((message) => message !== null);
  }
}

/** Null for a comment. */
function messageOf(frame: string): JsonObject | null {
  const lines = frame.split(/\r?\n/).filter((line) => line.startsWith('data:'));
  if (lines.length === 0) return null;
  const json = parseJson(lines.map((line) => line.slice(5).trimStart()).join('\n'));
  if (!isJsonObject(json)) throw new Error('the stream of the queue sent something that is no message');
  return json;
}
