import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { HttpException } from '../python-errors.js';
import { addToJpeg, addToWebp, exifWithComment } from './exif-comment.js';
import type { Picture } from '../../common/picture.js';
import { writePng } from '../../common/png-writer.js';

/**
 * Encodes a picture in the format of the option `samples_format`.
 * @throws HttpException for a format neither server knows (a 500 after all the work is done).
 */
export async function encodeImage(
  picture: Picture,
  format: string,
  infotext: string | null,
  quality = 80,
): Promise<Buffer> {
  switch (format.toLowerCase()) {
    case 'png':
      return writePng(picture, infotext === null ? [] : [['parameters', infotext]]);
    case 'jpg':
    case 'jpeg': {
      const jpeg = await rawImage(picture).jpeg({ quality }).toBuffer();
      return infotext === null ? jpeg : addToJpeg(jpeg, exifWithComment(infotext));
    }
    case 'webp': {
      const webp = await rawImage(picture).webp({ quality }).toBuffer();
      return infotext === null
        ? webp
        : addToWebp(webp, exifWithComment(infotext), picture.width, picture.height);
    }
    default:
      throw new HttpException(500, 'Invalid image format');
  }
}

function rawImage({ width, height, channels, pixels }: Picture): Sharp {
  return sharp(pixels, { raw: { width, height, channels } }).removeAlpha();
}

export function fileExtension(format: string): string {
  return format.toLowerCase();
}
