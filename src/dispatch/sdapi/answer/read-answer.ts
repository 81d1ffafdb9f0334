// The answer of a generation: from bytes of an untrusted server to pictures with their seeds, texts and warnings.
import { isJsonObject, parseJson, shortenStrings, type JsonObject } from '../../../common/json.js';
import { DispatchError, type PreparedRequest, type RunOutputs, type Target } from '../../contract/index.js';
import type { HttpAnswer } from '../../target-http.js';
import { readExpectation } from '../prepare/expectation.js';
import { jsonOf } from '../../answers/read-json.js';
import { classifyAnswer } from './classify-answer.js';
import { compareOutcome } from './compare-outcome.js';
import { assignRoles, badAnswer, decodeImages, pictureSize } from './read-images.js';

/** Clients of the A1111 door read them back. */
const PROMPTS = new Set(['prompt', 'negative_prompt', 'hr_prompt', 'hr_negative_prompt']);
const MAX_PROMPT_CHARS = 100_000;

/** @throws DispatchError for everything that is not a whole answer with pictures */
export async function readAnswer(
  answer: HttpAnswer,
  request: PreparedRequest,
  target: Target,
): Promise<RunOutputs> {
  if (answer.status !== 200) throw classifyAnswer(answer, target);
  const json = jsonOf(answer.body);
  if (!isJsonObject(json))
    throw badAnswer('The server answered with something that is no JSON (a proxy’s page?).');
  const files = decodeImages(json['images']);
  const info = parseInfo(json['info']);
  return outputsOf(files, info, receivedOf(json), request);
}

/** Pictures with what is known of them, compared with what was asked for. */
export async function outputsOf(
  files: Buffer[],
  info: JsonObject,
  received: JsonObject,
  request: PreparedRequest,
): Promise<RunOutputs> {
  const expected = readExpectation(request.expect);
  if (files.length === 0) {
    throw new DispatchError(
      'retryable',
      'The server answered without a picture: the generation was interrupted there.',
      {
        code: 'no_images',
      },
    );
  }
  const images = assignRoles(files, info, expected.images);
  const sizes = await Promise.all(images.map(({ bytes }) => pictureSize(bytes)));
  const size = sizes[images.findIndex(({ role }) => role === 'image')] ?? null;
  return { type: 'outputs', images, received, warnings: compareOutcome(expected, { info, images, size }) };
}

/** `info` is JSON within JSON; without it the pictures are still good. */
function parseInfo(info: unknown): JsonObject {
  const parsed = typeof info === 'string' ? parseJson(info) : info;
  return isJsonObject(parsed) ? parsed : {};
}

/** The echoed `parameters` may hold megabytes of base64: what lies deep in them is cut early, prompts stay whole. */
function receivedOf(json: JsonObject): JsonObject {
  const { info } = json;
  const rest = Object.entries(json).filter(([key]) => key !== 'images' && key !== 'info');
  return { ...Object.fromEntries(rest.map(([key, value]) => [key, shortenedEcho(value)])), info };
}

function shortenedEcho(value: unknown): unknown {
  if (!isJsonObject(value)) return shortenStrings(value);
  const fields = Object.entries(value).map(([key, item]) => {
    const maxChars = PROMPTS.has(key) ? MAX_PROMPT_CHARS : undefined;
    return [key, shortenStrings(item, maxChars)] as const;
  });
  return Object.fromEntries(fields);
}
