import type { ProgressPicture } from '../execution/node-context.js';

/** The binary messages; all integers are unsigned, 32 bit, big-endian. */
const EVENT = { preview: 1, text: 3, previewWithMetadata: 4 } as const;
const FORMAT = { jpeg: 1, png: 2 } as const;

export function previewFrame({ format, bytes }: ProgressPicture): Buffer {
  return Buffer.concat([uint32(EVENT.preview), uint32(FORMAT[format]), bytes]);
}

export function previewWithMetadataFrame({ format, bytes }: ProgressPicture, about: object): Buffer {
  const metadata = Buffer.from(JSON.stringify({ ...about, image_type: `image/${format}` }));
  return Buffer.concat([uint32(EVENT.previewWithMetadata), uint32(metadata.length), metadata, bytes]);
}

export function textFrame(nodeId: string, text: string): Buffer {
  const id = Buffer.from(nodeId);
  return Buffer.concat([uint32(EVENT.text), uint32(id.length), id, Buffer.from(text)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
