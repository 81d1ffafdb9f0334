/** Frames of RFC 6455, as far as a server needs them: no extensions, no fragments sent. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface Frame {
  isLast: boolean;
  opcode: number;
  payload: Buffer;
}

export function encodeFrame(opcode: number, payload: Buffer): Buffer {
  const header = payload.length < 126 ? Buffer.alloc(2) : Buffer.alloc(payload.length < 0x10000 ? 4 : 10);
  header[0] = 0x80 | opcode;
  if (payload.length < 126) header[1] = payload.length;
  else if (payload.length < 0x10000) {
    header[1] = 126;
    header.writeUInt16BE(payload.length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([header, payload]);
}

/** Puts the bytes of a client together to frames. */
export class FrameReader {
  private rest: Buffer = Buffer.alloc(0);

  *read(chunk: Buffer): Generator<Frame> {
    this.rest = Buffer.concat([this.rest, chunk]);
    for (let found = readFrame(this.rest); found; found = readFrame(this.rest)) {
      this.rest = this.rest.subarray(found.length);
      yield found.frame;
    }
  }
}

function readFrame(bytes: Buffer): { frame: Frame; length: number } | null {
  if (bytes.length < 2) return null;
  const [first = 0, second = 0] = bytes;
  const short = second & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < 2 + lengthBytes) return null;
  const size =
    lengthBytes === 0 ? short : lengthBytes === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const isMasked = (second & 0x80) !== 0;
  const start = 2 + lengthBytes + (isMasked ? 4 : 0);
  if (bytes.length < start + size) return null;
  const payload = Buffer.from(bytes.subarray(start, start + size));
  if (isMasked) unmask(payload, bytes.subarray(start - 4, start));
  return { frame: { isLast: (first & 0x80) !== 0, opcode: first & 0x0f, payload }, length: start + size };
}

function unmask(payload: Buffer, key: Buffer): void {
  for (let i = 0; i < payload.length; i++) payload[i] = (payload[i] ?? 0) ^ (key[i % 4] ?? 0);
}
