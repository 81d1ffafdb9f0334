// The `parameters` text of a PNG, enough for the files that these servers save. Other formats and other writers are
// read by the gallery.
const MAX_CHUNKS = 1_000;

/** Null when the file is no PNG or holds no such text. */
export function infotextOf(file: Buffer): string | null {
  let at = 8;
  for (let n = 0; n < MAX_CHUNKS && at + 12 <= file.length; n++) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + length);
    if (type === 'IDAT' || type === 'IEND') return null;
    const text = type === 'tEXt' || type === 'iTXt' ? textOfChunk(type, data) : null;
    if (text !== null) return text;
    at += 12 + length;
  }
  return null;
}

function textOfChunk(type: string, data: Buffer): string | null {
  const end = data.indexOf(0);
  if (data.toString('latin1', 0, Math.max(end, 0)) !== 'parameters') return null;
  if (type === 'tEXt') return data.toString('latin1', end + 1);
  const isCompressed = data[end + 1] !== 0;
  const language = data.indexOf(0, end + 3);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  return isCompressed || translated < 0 ? null : data.toString('utf8', translated + 1);
}
