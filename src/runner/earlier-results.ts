// Fills in what a job takes of earlier ones (`jobs/job-references.ts`), when an attempt is about to be sent: those have
// completed by then. Images are read from the gallery, so nothing of them is kept with the job.
import { Injectable } from '@nestjs/common';
import { DomainError } from '../common/errors.js';
import type { JsonObject } from '../common/json.js';
import { DispatchError } from '../dispatch/contract/index.js';
import type { JobImageDto } from '../gallery/gallery.dto.js';
import { GalleryService } from '../gallery/gallery.service.js';
import { readList, type JobRow } from '../jobs/job.js';
import {
  fillReferences,
  findReferences,
  isImageReference,
  type ImageReference,
  type Reference,
} from '../jobs/job-references.js';

/** By an image in base64: where it was taken from. */
export type Taken = ReadonlyMap<string, ImageReference>;

export interface FilledParams {
  params: JsonObject;
  taken: Taken;
}

@Injectable()
export class EarlierResults {
  constructor(private readonly gallery: GalleryService) {}

  /** @throws DispatchError `permanent` when an image or a seed is not there */
  async fill(row: JobRow, params: JsonObject): Promise<FilledParams> {
    const references = findReferences(params).map(({ reference }) => reference);
    const taken = new Map<string, ImageReference>();
    if (!references.length) return { params, taken };
    refuseOthers(row, references);
    const images = await this.gallery.imagesOf([...new Set(references.map((one) => one.from_job))]);
    const values = new Map<string, unknown[]>();
    for (const reference of references) {
      const known = (images.get(reference.from_job) ?? []).filter(({ role }) => role === 'image');
      const found = isImageReference(reference)
        ? await this.picturesOf(reference, known, taken)
        : [seedOf(reference.from_job, known)];
      values.set(keyOf(reference), found);
    }
    return { params: fillReferences(params, (reference) => values.get(keyOf(reference))!), taken };
  }

  private async picturesOf(
    reference: ImageReference,
    known: readonly JobImageDto[],
    taken: Map<string, ImageReference>,
  ): Promise<string[]> {
    const { from_job, image } = reference;
    const wanted = image === 'all' ? known : known.slice(image, image + 1);
    if (!wanted.length) throw missing(`image ${image}`, from_job, `it has ${known.length} now`);
    const pictures: string[] = [];
    for (const one of wanted) {
      const picture = await this.read(one.filename, from_job);
      taken.set(picture, { from_job, image: known.indexOf(one) });
      pictures.push(picture);
    }
    return pictures;
  }

  private async read(filename: string, jobId: string): Promise<string> {
    try {
      return (await this.gallery.bytesOf(filename)).toString('base64');
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw missing(`image "${filename}"`, jobId, error.message);
    }
  }
}

/** The submit has asked whose they are for those that the job waits for only. */
function refuseOthers(row: JobRow, references: readonly Reference[]): void {
  const awaited = readList<string>(row.depends_on_json);
  const other = references.find(({ from_job }) => !awaited.includes(from_job));
  if (other) throw missing('something', other.from_job, 'this job does not wait for that one');
}

function seedOf(jobId: string, images: readonly JobImageDto[]): number {
  const seed = images.find((image) => image.seed !== null)?.seed;
  if (typeof seed !== 'number') throw missing('the seed', jobId, 'nobody knows it');
  return seed;
}

function keyOf(reference: Reference): string {
  return `${reference.from_job} ${isImageReference(reference) ? reference.image : 'seed'}`;
}

function missing(what: string, jobId: string, why: string): DispatchError {
  const code = 'earlier_result_missing';
  return new DispatchError('permanent', `It takes ${what} of job ${jobId}, but ${why}.`, { code });
}
