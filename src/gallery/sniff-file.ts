// What a file is, by its first bytes: neither its name nor what a server calls it is believed. Pure.
import { isPng } from './png-text.js';

export type PictureExtension = 'png' | 'jpg' | 'webp' | 'gif';

export interface FileKind {
  extension: string;
  mediaType: string;
}

const PICTURES: Record<PictureExtension, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
};
const VIDEOS = { mp4: 'video/mp4', webm: 'video/webm', mkv: 'video/x-matroska', mov: 'video/quicktime' };
const SOUNDS = {
  flac: 'audio/flac',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  wav: 'audio/wav',
  m4a: 'audio/mp4',
};
const TEXT: FileKind = { extension: 'txt', mediaType: 'text/plain; charset=utf-8' };
const ANYTHING = 'application/octet-stream';
/** What other files may be called: nothing that a browser or a shell would run. */
const OTHERS = ['glb', 'obj', 'ply', 'stl', 'latent', 'safetensors', 'npz', 'zip', 'bin'];

/** Of every file that may lie in the images folder. */
export const EXTENSIONS: readonly string[] = [
  ...Object.keys({ ...PICTURES, ...VIDEOS, ...SOUNDS }),
  TEXT.extension,
  ...OTHERS,
];

export const mediaTypeOf = (extension: PictureExtension): string => PICTURES[extension];

export const isPicture = (mediaType: string): boolean => mediaType.startsWith('image/');

/** Whether a browser may show it by itself; everything else is only ever saved. */
export const mayBeShown = (mediaType: string): boolean => mediaType !== ANYTHING;

/** So that no other decoder of libvips (SVG, PDF …) ever sees what a server sent. */
export function sniffPicture(bytes: Buffer): PictureExtension | undefined {
  if (isPng(bytes)) return 'png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpg';
  if (/^GIF8[79]a$/.test(latin1(bytes, 0, 6))) return 'gif';
  return riffKind(bytes) === 'WEBP' ? 'webp' : undefined;
}

export function sniffVideo(bytes: Buffer): FileKind | undefined {
  if (latin1(bytes, 4, 8) === 'ftyp') return kind(VIDEOS, latin1(bytes, 8, 12) === 'qt  ' ? 'mov' : 'mp4');
  if (bytes.length < 16 || bytes.readUInt32BE(0) !== 0x1a45dfa3) return undefined;
  return kind(VIDEOS, latin1(bytes, 0, 64).includes('webm') ? 'webm' : 'mkv');
}

export function sniffSound(bytes: Buffer): FileKind | undefined {
  const start = latin1(bytes, 0, 4);
  if (start === 'fLaC') return kind(SOUNDS, 'flac');
  if (start === 'OggS') return kind(SOUNDS, 'ogg');
  if (riffKind(bytes) === 'WAVE') return kind(SOUNDS, 'wav');
  if (latin1(bytes, 4, 8) === 'ftyp') return kind(SOUNDS, 'm4a');
  const isFrame = bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0;
  return start.startsWith('ID3') || isFrame ? kind(SOUNDS, 'mp3') : undefined;
}

export function sniffText(bytes: Buffer): FileKind | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : TEXT;
  } catch {
    // Not UTF-8: no text then.
    return undefined;
  }
}

/** Something that we only keep; its own ending stays if it is a harmless one. */
export function unknownFile(name: string): FileKind {
  const ending = /\.([a-z0-9]{1,11})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return { extension: OTHERS.includes(ending) ? ending : 'bin', mediaType: ANYTHING };
}

function kind<K extends string>(types: Record<K, string>, extension: K): FileKind {
  return { extension, mediaType: types[extension] };
}

const latin1 = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to);
const riffKind = (bytes: Buffer): string | null =>
  latin1(bytes, 0, 4) === 'RIFF' ? latin1(bytes, 8, 12) : null;
