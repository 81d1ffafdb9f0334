// What a step takes of earlier ones, put into its parameters: images by reference, because they are not made yet, seeds
// as numbers where they are known. Pure.
import { paramAt, withParam } from '../bulks/param-path.js';
import type { FieldProblem } from '../common/errors.js';
import type { JsonObject } from '../common/json.js';
import type { ImageReference, Reference, SeedReference } from '../jobs/job-references.js';
import type { PipelineStepDto, TakenImagesDto, TakenSeedDto } from './pipeline-request.dto.js';

/** A job of an earlier step. */
export interface EarlierJob {
  id: string;
  /** How many it will make. */
  images: number;
  /** Null: its server draws it. */
  seed: number | null;
}

/** One job of a step. */
export interface Variant {
  params: JsonObject;
  /** Jobs that it waits for beside those whose images it takes. */
  after: string[];
}

/** The jobs of an earlier step by its name. */
export type Earlier = (step: string) => readonly EarlierJob[];

/** How many jobs a step becomes. */
export function variantCount({ takes }: PipelineStepDto, earlier: Earlier): number {
  const images = takes?.images;
  return images?.which === 'each' ? imagesOf(earlier(images.from)) : 1;
}

export function takingProblems({ takes }: PipelineStepDto, earlier: Earlier): FieldProblem[] {
  const images = takes?.images;
  if (!images) return [];
  const made = imagesOf(earlier(images.from));
  if (made < 1) return [{ path: 'takes.images.from', message: `the step "${images.from}" makes no images` }];
  if (typeof images.which !== 'number' || images.which < made) return [];
  const message = `the step "${images.from}" makes ${made} ${made === 1 ? 'image' : 'images'}, counted from 0`;
  return [{ path: 'takes.images.which', message }];
}

export function variantsOf(step: PipelineStepDto, earlier: Earlier): Variant[] {
  const { images, seed } = step.takes ?? {};
  const named = (step.after ?? []).flatMap((name) => earlier(name).map(({ id }) => id));
  const taken = images ? choicesOf(images, earlier(images.from)) : [null];
  return taken.map((references) => {
    const params = references
      ? withImages(step.generation_params, images!, references)
      : step.generation_params;
    if (!seed) return { params, after: named };
    const source = seedSource(earlier(seed.from), references);
    return { params: withSeed(params, seed, source), after: [...named, source.id] };
  });
}

function imagesOf(jobs: readonly EarlierJob[]): number {
  return jobs.reduce((sum, { images }) => sum + images, 0);
}

/** For each job of the step the images that it takes. */
function choicesOf(images: TakenImagesDto, jobs: readonly EarlierJob[]): ImageReference[][] {
  const which = images.which ?? 'first';
  if (which === 'all') return [jobs.map(({ id }) => ({ from_job: id, image: 'all' }))];
  const single = jobs.flatMap(({ id, images }) =>
    Array.from({ length: images }, (_, image) => [{ from_job: id, image }]),
  );
  if (which === 'each') return single;
  const place = which === 'first' ? 0 : which;
  return single.slice(place, place + 1);
}

/** Where there is a list already, behind what is in it. */
function withImages(
  params: JsonObject,
  { which, into }: TakenImagesDto,
  references: Reference[],
): JsonObject {
  const own = paramAt(params, into);
  if (Array.isArray(own)) return withParam(params, into, [...(own as unknown[]), ...references]);
  return withParam(params, into, which === 'all' ? references : references[0]);
}

/** With an image the seed of the job that made it, where that one is of the same step. */
function seedSource(jobs: readonly EarlierJob[], references: readonly ImageReference[] | null): EarlierJob {
  return jobs.find(({ id }) => references?.some(({ from_job }) => from_job === id)) ?? jobs[0]!;
}

function withSeed(params: JsonObject, { into }: TakenSeedDto, { id, seed }: EarlierJob): JsonObject {
  const late: SeedReference = { from_job: id, seed: true };
  return withParam(params, into ?? 'seed', seed ?? late);
}
