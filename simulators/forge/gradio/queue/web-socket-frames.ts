/** Frames of the WebSocket protocol (RFC 6455): what a client sends is masked, what a server sends is not. */
export type FrameKind = 'text' | 'close' | 'ping' | 'pong';

export interface Frame {
  kind: FrameKind;
  data: Buffer;
}

const opcodes: Record<FrameKind, number> = { text: 1, close: 8, ping: 9, pong: 10 };
const kinds = new Map(Object.entries(opcodes).map(([kind, code]) => [code, kind as FrameKind]));

export function writeFrame(kind: FrameKind, data: Buffer): Buffer {
  const start = Buffer.from([0x80 | opcodes[kind]]);
  if (data.length < 126) return Buffer.concat([start, Buffer.from([data.length]), data]);
  const length = Buffer.alloc(data.length < 65_536 ? 3 : 9);
  length[0] = data.length < 65_536 ? 126 : 127;
  if (data.length < 65_536) length.writeUInt16BE(data.length, 1);
  else length.writeBigUInt64BE(BigInt(data.length), 1);
  return Buffer.concat([start, length, data]);
}

/** Puts frames together from pieces as they arrive, and texts from their fragments. */
export class FrameReader {
  private rest = Buffer.alloc(0);
  private fragments: Buffer[] = [];

  read(bytes: Buffer): Frame[] {
    this.rest = Buffer.concat([this.rest, bytes]);
    const frames: Frame[] = [];
    for (let next = this.takeOne(); next; next = this.takeOne()) {
      const { opcode, isLast, data } = next;
      const control = opcode >= 8 ? kinds.get(opcode) : undefined;
      if (control) frames.push({ kind: control, data });
      if (opcode >= 8) continue;
      this.fragments.push(data);
      if (isLast) frames.push({ kind: 'text', data: Buffer.concat(this.fragments.splice(0)) });
    }
    return frames;
  }

  private takeOne(): { opcode: number; isLast: boolean; data: Buffer } | null {
    const { rest } = this;
    if (rest.length < 2) return null;
    const [first = 0, second = 0] = rest;
    const short = second & 0x7f;
    const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
    const maskBytes = second & 0x80 ? 4 : 0;
    const begin = 2 + lengthBytes + maskBytes;
    if (rest.length < begin) return null;
    const length =
      lengthBytes === 0 ? short : lengthBytes === 2 ? rest.readUInt16BE(2) : Number(rest.readBigUInt64BE(2));
    if (rest.length < begin + length) return null;
    const data = Buffer.from(rest.subarray(begin, begin + length));
    const mask = rest.subarray(begin - maskBytes, begin);
    if (maskBytes > 0) for (let i = 0; i < length; i++) data[i] = (data[i] ?? 0) ^ (mask[i % 4] ?? 0);
    this.rest = Buffer.from(rest.subarray(begin + length));
    return { opcode: first & 0x0f, isLast: (first & 0x80) !== 0, data };
  }
}
