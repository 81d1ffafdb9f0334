// Fills what people search by for images that an earlier version saved. In bites, each of which is stored, so that it
// goes on where it was after a restart; until then those images are in every list, but no search by text finds them.
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { errorText } from '../../common/errors.js';
import { parseInfotext } from '../../common/infotext.js';
import { pause } from '../../common/pause.js';
import { readImageParams } from '../image-record.js';
import { describeImage, type ImageDetails } from './describe-image.js';
import { DetailsRepository, type UndescribedImage } from './details.repository.js';

const PER_BITE = 100;
const BETWEEN_BITES_MS = 50;

@Injectable()
export class DetailsBackfill implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Gallery');
  private readonly stopping = new AbortController();
  private underWay: Promise<void> = Promise.resolve();

  constructor(private readonly repository: DetailsRepository) {}

  onApplicationBootstrap(): void {
    // What it could not do now it does at the next start.
    this.underWay = this.run().catch((error: unknown) => this.logger.error(errorText(error)));
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.underWay;
  }

  private async run(): Promise<void> {
    let described = 0;
    while (!this.stopping.signal.aborted) {
      const images = await this.repository.undescribed(PER_BITE);
      if (!images.length) break;
      await this.repository.describe(images.map((image) => ({ id: image.id, details: detailsOf(image) })));
      described += images.length;
      await pause(BETWEEN_BITES_MS, this.stopping.signal);
    }
    if (described) this.logger.log('Images of earlier versions can be searched now', { images: described });
  }
}

/** Rows of the first versions have the infotext only. */
export function detailsOf({ infotext, paramsJson }: Omit<UndescribedImage, 'id'>): ImageDetails {
  const params = readImageParams(paramsJson);
  if (params.infotext || infotext === null) return describeImage(params);
  const { prompt, negativePrompt, settings } = parseInfotext(infotext);
  return describeImage({ ...params, infotext: { prompt, negative_prompt: negativePrompt, settings } });
}
