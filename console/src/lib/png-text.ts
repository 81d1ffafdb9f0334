// The texts that stand in a PNG, by their keywords. Reads what ComfyUI writes: plain and international ones, not
// compressed. Pure.

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const HEAD = 8;
const CHECKSUM = 4;

/** Null when it is no PNG. */
export function textsOfPng(bytes: Uint8Array): Record<string, string> | null {
  if (!SIGNATURE.every((byte, at) => bytes[at] === byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts: Record<string, string> = {};
  for (let at = SIGNATURE.length; at + HEAD <= bytes.length;) {
    const length = view.getUint32(at);
    const type = latin1(bytes.subarray(at + 4, at + HEAD));
    const data = bytes.subarray(at + HEAD, at + HEAD + length);
    const entry = type === 'tEXt' ? plain(data) : type === 'iTXt' ? international(data) : null;
    if (entry) texts[entry[0]] ??= entry[1];
    at += HEAD + length + CHECKSUM;
  }
  return texts;
}

function plain(data: Uint8Array): [string, string] | null {
  const end = data.indexOf(0);
  return end < 0 ? null : [latin1(data.subarray(0, end)), latin1(data.subarray(end + 1))];
}

/** Keyword, two bytes about compression, language, translated keyword, text. */
function international(data: Uint8Array): [string, string] | null {
  const end = data.indexOf(0);
  const language = data.indexOf(0, end + 3);
  const translated = data.indexOf(0, language + 1);
  const isCompressed = data[end + 1] !== 0;
  if (end < 0 || language < 0 || translated < 0 || isCompressed) return null;
  return [latin1(data.subarray(0, end)), new TextDecoder().decode(data.subarray(translated + 1))];
}

const latin1 = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
