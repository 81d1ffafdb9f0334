import { pictureType } from '../../answers/picture-type.js';
import type { TaskReport } from '../../../forge-monitor/observation.js';

const DATA_URI = /^data:image\/(?:png|jpeg|jpg|webp);base64,/;

/** A live preview: a data URI whose declared type is not believed; null for anything that is no picture. */
export function readPreview(uri: unknown, id: number): TaskReport['preview'] {
  if (typeof uri !== 'string') return null;
  const head = DATA_URI.exec(uri)?.[0];
  if (!head) return null;
  const bytes = Buffer.from(uri.slice(head.length), 'base64');
  const mediaType = pictureType(bytes);
  return mediaType ? { id, bytes, mediaType } : null;
}
