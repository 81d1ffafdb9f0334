const BLOCK = 4096;

/** A FLAC file of silence, 16 bit: every block of a channel is a single constant. */
export function silentFlac(audio: { sampleRate: number; channels: number; samples: number }): Buffer {
  const frames: Buffer[] = [];
  for (let done = 0; done < audio.samples; done += BLOCK)
    frames.push(frame(done / BLOCK, Math.min(BLOCK, audio.samples - done), audio.channels));
  return Buffer.concat([Buffer.from('fLaC', 'latin1'), streamInfo(audio), ...frames]);
}

function streamInfo({ sampleRate, channels, samples }: Parameters<typeof silentFlac>[0]): Buffer {
  const block = Buffer.alloc(4 + 34);
  block[0] = 0x80;
  block.writeUIntBE(34, 1, 3);
  block.writeUInt16BE(BLOCK, 4);
  block.writeUInt16BE(BLOCK, 6);
  const packed = (BigInt(sampleRate) << 44n) | (BigInt(channels - 1) << 41n) | (15n << 36n) | BigInt(samples);
  block.writeBigUInt64BE(packed, 14);
  return block;
}

function frame(index: number, samples: number, channels: number): Buffer {
  const start = Buffer.from([0xff, 0xf8, 0x70, ((channels - 1) << 4) | 0x08, ...utf8Number(index), 0, 0]);
  start.writeUInt16BE(samples - 1, start.length - 2);
  const header = Buffer.concat([start, Buffer.from([crc(start, 8, 0x07)])]);
  const whole = Buffer.concat([header, Buffer.alloc(channels * 3)]);
  const end = Buffer.alloc(2);
  end.writeUInt16BE(crc(whole, 16, 0x8005));
  return Buffer.concat([whole, end]);
}

/** Frame numbers are written as UTF-8 writes code points. */
function utf8Number(index: number): Buffer {
  return Buffer.from(String.fromCodePoint(Math.min(index, 0xd7ff)), 'utf8');
}

function crc(bytes: Buffer, width: 8 | 16, polynomial: number): number {
  const [top, all] = [1 << (width - 1), (1 << width) - 1];
  let rest = 0;
  for (const byte of bytes) {
    rest ^= byte << (width - 8);
    for (let bit = 0; bit < 8; bit++) rest = ((rest << 1) ^ (rest & top ? polynomial : 0)) & all;
  }
  return rest;
}
