// Zips that were ordered and are waiting to be fetched: lists of names, in memory, for ten minutes.
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/contract/index.js';
import { Clock } from '../../common/clock.js';
import { NotFoundError } from '../../common/errors.js';
import { isImageName } from '../image-name.js';
import { ImagesRepository, type ImageFile } from '../images.repository.js';
import type { OrderZipDto, ZipDto } from './zips.dto.js';

interface ZipOrder {
  owner: string;
  filename: string;
  filenames: string[];
  strip: boolean;
  until: number;
}

/** A zip as it is to be written now. */
export interface OrderedZip {
  filename: string;
  strip: boolean;
  images: ImageFile[];
  /** Names of images that are not there, or not the caller's to see. */
  missing: string[];
}

const VALID_MS = 10 * 60_000;
const MOST_ORDERS = 200;

@Injectable()
export class ZipOrders {
  private readonly orders = new Map<string, ZipOrder>();

  constructor(
    private readonly images: ImagesRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFoundError when there is none of these images */
  async order(request: OrderZipDto, who: Principal): Promise<ZipDto> {
    const filenames = [...new Set(request.filenames)];
    const found = await this.find(filenames, who);
    if (!found.length) throw new NotFoundError('image', filenames[0] ?? '');
    const id = randomBytes(16).toString('hex');
    const filename = `stablequeue-${this.clock.iso().slice(0, 10)}-${found.length}-images.zip`;
    const until = this.clock.now() + VALID_MS;
    this.orders.set(id, {
      owner: who.owner,
      filename,
      filenames,
      strip: request.metadata === 'strip',
      until,
    });
    this.forgetOld();
    const bytes = found.reduce((sum, image) => sum + image.bytes, 0);
    return { id, url: `/api/v1/gallery/zips/${id}`, filename, images: found.length, bytes_estimate: bytes };
  }

  /** @throws NotFoundError also for somebody else's, and after its time */
  async open(id: string, who: Principal): Promise<OrderedZip> {
    const order = this.orders.get(id);
    if (!order || order.owner !== who.owner || order.until < this.clock.now())
      throw new NotFoundError('zip', id);
    const images = await this.find(order.filenames, who);
    const names = new Set(images.map((image) => image.filename));
    const missing = order.filenames.filter((filename) => !names.has(filename));
    return { filename: order.filename, strip: order.strip, images, missing };
  }

  /** In the order that was asked for. */
  private async find(filenames: string[], who: Principal): Promise<ImageFile[]> {
    const found = await this.images.filesOf(filenames.filter(isImageName));
    const seen = found.filter((image) => who.maySeeImage(image.apiKeyId));
    const byName = new Map(seen.map((image) => [image.filename, image]));
    return filenames.flatMap((filename) => byName.get(filename) ?? []);
  }

  private forgetOld(): void {
    for (const [id, { until }] of this.orders) {
      if (until >= this.clock.now() && this.orders.size <= MOST_ORDERS) return;
      this.orders.delete(id);
    }
  }
}
