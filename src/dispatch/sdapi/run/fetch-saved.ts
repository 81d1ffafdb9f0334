// Pictures that the server saved for us (`fetch_lost_results`), fetched when the answer itself was lost.
import type { JsonObject } from '../../../common/json.js';
import type { PreparedRequest, RunOutputs, Target } from '../../contract/index.js';
import { outputsOf } from '../answer/read-answer.js';
import { pictureType } from '../../answers/picture-type.js';
import type { SdapiClient } from '../server/sdapi-client.js';
import { readExpectation } from '../prepare/expectation.js';
import { savedPaths } from '../prepare/saved-results.js';
import { infotextOf } from '../server/png-infotext.js';

const MAX_IMAGE_BYTES = 64 * 1024 * 1024;

/** Null when nothing was asked to be saved, or not all of it is there. */
export async function fetchSaved(
  client: SdapiClient,
  target: Target,
  request: PreparedRequest,
  attemptId: string,
  signal?: AbortSignal,
): Promise<RunOutputs | null> {
  const paths = pathsOf(request, attemptId);
  const files: Buffer[] = [];
  for (const path of paths) {
    const bytes = await client.file(target, path, MAX_IMAGE_BYTES, signal);
    if (!bytes || !pictureType(bytes)) return null;
    files.push(bytes);
  }
  if (files.length === 0) return null;
  return outputsOf(files, infoOf(files, request), { fetched_from: paths }, request);
}

export async function hasSaved(
  client: SdapiClient,
  target: Target,
  request: PreparedRequest,
  attemptId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const last = pathsOf(request, attemptId).at(-1);
  if (last === undefined) return false;
  const bytes = await client.file(target, last, MAX_IMAGE_BYTES, signal);
  return bytes !== null && pictureType(bytes) !== null;
}

function pathsOf(request: PreparedRequest, attemptId: string): string[] {
  const { saved, seed, images } = readExpectation(request.expect);
  return saved && seed !== null ? savedPaths(saved, attemptId, seed, images) : [];
}

/** What the lost answer would have told, from the texts inside the files. */
function infoOf(files: Buffer[], request: PreparedRequest): JsonObject {
  const { seed } = readExpectation(request.expect);
  return {
    all_seeds: files.map((_, i) => (seed ?? 0) + i),
    infotexts: files.map((bytes) => infotextOf(bytes)),
  };
}
