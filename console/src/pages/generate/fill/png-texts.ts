// Texts in a PNG: `tEXt`, `zTXt` and `iTXt` chunks.
import { ascii, latin1, startsWith, utf8, viewOf } from './bytes';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** A small file must not unpack to gigabytes. */
const MOST_BYTES = 8_000_000;

export const isPng = (bytes: Uint8Array): boolean => startsWith(bytes, SIGNATURE);

/** By keyword; the first of a keyword counts. */
export async function pngTexts(bytes: Uint8Array): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const { type, data } of chunksOf(bytes)) {
    const text = await readChunk(type, data);
    if (text && !texts.has(text.keyword)) texts.set(text.keyword, text.value);
  }
  return texts;
}

function* chunksOf(bytes: Uint8Array): Generator<{ type: string; data: Uint8Array }> {
  const view = viewOf(bytes);
  let at = SIGNATURE.length;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) return;
    yield { type: ascii(bytes, at + 4, 4), data: bytes.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

interface Text {
  keyword: string;
  value: string;
}

async function readChunk(type: string, data: Uint8Array): Promise<Text | null> {
  if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') return null;
  const end = data.indexOf(0);
  if (end < 1) return null;
  const keyword = latin1(data.subarray(0, end));
  const value = await readValue(type, data, end + 1);
  return value === null ? null : { keyword, value };
}

async function readValue(type: string, data: Uint8Array, from: number): Promise<string | null> {
  if (type === 'tEXt') return latin1(data.subarray(from));
  if (type === 'zTXt') return unpack(data.subarray(from + 1)).then((bytes) => bytes && latin1(bytes));
  const isPacked = data[from] === 1;
  const language = data.indexOf(0, from + 2);
  const translated = data.indexOf(0, language + 1);
  if (language < 0 || translated < 0) return null;
  const rest = data.subarray(translated + 1);
  const plain = isPacked ? await unpack(rest) : rest;
  return plain && utf8(plain);
}

/** Null when it is not what it says, or too much. */
async function unpack(bytes: Uint8Array): Promise<Uint8Array | null> {
  try {
    const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('deflate'));
    const reader = stream.getReader();
    const parts: Uint8Array[] = [];
    let size = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > MOST_BYTES) return await reader.cancel().then(() => null);
      parts.push(part.value);
    }
    return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
  } catch {
    // Broken; then there is no text in it.
    return null;
  }
}
