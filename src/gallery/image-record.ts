// Makes the record of an image out of what the server said of it and what its bytes say.
import { parseInfotext } from '../common/infotext.js';
import { isJsonObject, parseJson, shortenStrings, type JsonObject } from '../common/json.js';
import type { OutputFile } from '../dispatch/contract/index.js';
import { describeImage, type ImageDetails } from './details/describe-image.js';
import type { ImageEntity, ImageRole } from './image.entity.js';
import { inspectFile } from './inspect-file.js';
import type { FileFacts } from './inspect-image.js';
import { readMadeWithOf } from './metadata/made-with.js';

/** The attempt whose results are saved. */
export interface JobRef {
  jobId: string;
  attempt: number;
  /** Null for imported images. */
  serverAlias: string | null;
  appType: string | null;
  /** Whose job it is; null for the console's. */
  apiKeyId: number | null;
  /** As the job was run; kept with every image because images outlive jobs. */
  params: JsonObject;
  sourceInfo: string | null;
  bulkJobId: string | null;
  /** Of imported images, ISO-8601: when their file was made; else it is now. */
  createdAt?: string;
  /** Of imported images: what the file was called. */
  originalName?: string;
}

/** An image on its way to the disk. */
export interface ImageRecord extends FileFacts {
  idx: number;
  role: ImageRole;
  seed: number | null;
  paramsJson: string;
  details: ImageDetails;
  content: Buffer;
}

/** What `params_json` holds. */
export interface ImageParams {
  /** Read from the infotext; null where there is none. */
  infotext: { prompt: string; negative_prompt: string; settings: Record<string, string> } | null;
  /** The job's generation parameters, embedded images shortened. */
  job: JsonObject;
}

/** A saved (or reserved) image as the rest of StableQueue sees it. */
export interface SavedImage {
  id: number;
  jobId: string;
  idx: number;
  role: ImageRole;
  filename: string;
  relativePath: string;
  mediaType: string;
  width: number;
  height: number;
  bytes: number;
  sha256: string;
  seed: number | null;
  infotext: string | null;
}

/** Longer texts are embedded images; prompts stay whole. */
const LONGEST_PARAM_CHARS = 20_000;
const ROLE_ORDER: Record<ImageRole, number> = {
  image: 0,
  video: 0,
  audio: 0,
  text: 1,
  grid: 2,
  auxiliary: 3,
};

/**
 * Records in the order of their numbers: results, grids, auxiliary files.
 * @throws BadImageError on the first one that is no usable picture
 */
export async function makeRecords(job: JobRef, images: OutputFile[]): Promise<ImageRecord[]> {
  const ordered = [...images].sort((a, b) => ROLE_ORDER[a.role] - ROLE_ORDER[b.role]);
  const records: ImageRecord[] = [];
  // One after the other: the pictures of a job are few, and decoding all at once would starve the others.
  for (const [idx, image] of ordered.entries()) records.push(await makeRecord(job, image, idx));
  return records;
}

async function makeRecord(job: JobRef, image: OutputFile, idx: number): Promise<ImageRecord> {
  const facts = await inspectFile(image, `Image ${idx + 1} (${image.role})`);
  const infotext = image.infotext ?? facts.infotext;
  const graph = infotext === null ? ((await readMadeWithOf(image.bytes))?.params ?? {}) : {};
  const parsed = infotext === null ? null : parseInfotext(infotext);
  const params: ImageParams = {
    infotext: parsed && {
      prompt: parsed.prompt,
      negative_prompt: parsed.negativePrompt,
      settings: parsed.settings,
    },
    job: shortenStrings(job.params, LONGEST_PARAM_CHARS) as JsonObject,
  };
  return {
    ...facts,
    infotext,
    idx,
    role: image.role,
    seed: wholeNumber(image.seed ?? parsed?.settings['Seed'] ?? graph['seed'] ?? null),
    paramsJson: JSON.stringify(params),
    // A graph says what was really done, as an infotext does, but is no infotext.
    details: describeImage({ ...params, job: { ...params.job, ...graph } }),
    content: image.bytes,
  };
}

/** Seeds beyond 2^53 would be stored wrong, so they are left to the infotext. */
function wholeNumber(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

/** Reads `params_json`, which an older version or a hand may have written differently. */
export function readImageParams(json: string | null): Partial<ImageParams> {
  const value = json === null ? undefined : parseJson(json);
  return isJsonObject(value) ? value : {};
}

export function toSavedImage(row: ImageEntity): SavedImage {
  const {
    id,
    jobId,
    idx,
    role,
    filename,
    relativePath,
    mediaType,
    width,
    height,
    bytes,
    sha256,
    seed,
    infotext,
  } = row;
  return {
    id,
    jobId,
    idx,
    role,
    filename,
    relativePath,
    mediaType,
    width,
    height,
    bytes,
    sha256,
    seed,
    infotext,
  };
}
