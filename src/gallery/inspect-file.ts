// Finds out what a server really sent, for every role that a file may have. Pictures are `inspect-image.ts`'s.
import type { OutputFile } from '../dispatch/contract/index.js';
import { BadImageError } from './gallery.errors.js';
import { inspectImage, sha256Of, type FileFacts } from './inspect-image.js';
import { sniffPicture, sniffSound, sniffText, sniffVideo, unknownFile, type FileKind } from './sniff-file.js';

/** Files of a job are in memory until they are saved. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** @throws BadImageError with a sentence; `what` names the file in it */
export async function inspectFile(file: OutputFile, what: string): Promise<FileFacts> {
  const { bytes, role } = file;
  const isPicture = role === 'image' || role === 'grid' || sniffPicture(bytes) !== undefined;
  if (isPicture && role !== 'text') return inspectImage(bytes, what);
  if (bytes.length > MAX_FILE_BYTES)
    throw new BadImageError(`${what} is larger than 256 MiB (${bytes.length} bytes).`);
  const kind = kindOf(file);
  if (!kind) throw new BadImageError(`${what} is no ${NAMES[role] ?? role} file that is known.`);
  const sha256 = await sha256Of(bytes);
  return { ...kind, width: 0, height: 0, bytes: bytes.length, sha256, infotext: null };
}

const NAMES: Partial<Record<OutputFile['role'], string>> = { audio: 'sound' };

function kindOf({ bytes, role, name }: OutputFile): FileKind | undefined {
  if (role === 'video') return sniffVideo(bytes);
  if (role === 'audio') return sniffSound(bytes);
  if (role === 'text') return sniffText(bytes);
  return unknownFile(name ?? '');
}
