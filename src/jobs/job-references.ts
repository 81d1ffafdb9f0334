// Results of earlier jobs in the parameters of a later one: `{"from_job": "<id>", "image": 0}` stands in the place of an
// image, `{"from_job": "<id>", "seed": true}` in that of a seed. They are stored as they are and filled in when an
// attempt is sent (`runner/earlier-results.ts`). A dispatcher knows nothing of them: while it reads parameters, a small
// picture or a number stands in for each, so whatever takes an image takes a reference, in any engine. Pure.
import { isJsonObject, type JsonObject } from '../common/json.js';

export interface ImageReference {
  from_job: string;
  /** Its place among the images of that job, from 0; `all`: each of them, in a list of images. */
  image: number | 'all';
}

export interface SeedReference {
  from_job: string;
  seed: true;
}

export type Reference = ImageReference | SeedReference;

export interface FoundReference {
  reference: Reference;
  /** Dotted, within the parameters. */
  path: string;
  /** Whether it is an entry of a list. */
  inList: boolean;
}

export function isReference(value: unknown): value is Reference {
  if (!isJsonObject(value) || typeof value['from_job'] !== 'string') return false;
  if (Object.keys(value).length !== 2) return false;
  return value['seed'] === true || value['image'] === 'all' || isPlace(value['image']);
}

export function isImageReference(reference: Reference): reference is ImageReference {
  return 'image' in reference;
}

function isPlace(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

export function findReferences(
  value: unknown,
  path: readonly string[] = [],
  inList = false,
): FoundReference[] {
  if (isReference(value)) return [{ reference: value, path: path.join('.'), inList }];
  if (Array.isArray(value))
    return value.flatMap((item, index) => findReferences(item, [...path, String(index)], true));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => findReferences(item, [...path, key]));
}

/** Each reference replaced by what `valuesOf` says; in a list by as many values as it says. */
export function fillReferences(
  params: JsonObject,
  valuesOf: (reference: Reference) => readonly unknown[],
): JsonObject {
  const fill = (value: unknown): unknown => {
    if (isReference(value)) return valuesOf(value)[0];
    if (Array.isArray(value))
      return value.flatMap((item) => (isReference(item) ? valuesOf(item) : [fill(item)]));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item)]));
  };
  return fill(params) as JsonObject;
}

/** 1 × 1 pixel; what follows its end tells one from the other and is no part of the picture. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
);
/** Far from what anybody would choose, and a seed for every engine. */
const FIRST_SEED = 1_904_773_210;

export interface StandIns {
  params: JsonObject;
  /** The parameters as a dispatcher has read them, references in their places again. */
  putBack: (read: JsonObject) => JsonObject;
}

export function withStandIns(raw: JsonObject): StandIns {
  const references: Reference[] = [];
  const params = fillReferences(raw, (reference) => {
    references.push(reference);
    return [standInOf(reference, references.length - 1)];
  });
  if (!references.length) return { params: raw, putBack: (read) => read };
  const known = new Map(references.map((reference, index) => [standInOf(reference, index), reference]));
  return { params, putBack: (read) => mapped(read, known) as JsonObject };
}

function standInOf(reference: Reference, index: number): unknown {
  if (!isImageReference(reference)) return FIRST_SEED + index;
  return Buffer.concat([PIXEL, Buffer.from(String(index).padStart(9, '0'))]).toString('base64');
}

/** Values that are in `known` replaced by what it says. */
export function mapped(value: unknown, known: ReadonlyMap<unknown, unknown>): unknown {
  if (known.has(value)) return known.get(value);
  if (Array.isArray(value)) return value.map((item) => mapped(item, known));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapped(item, known)]));
}
