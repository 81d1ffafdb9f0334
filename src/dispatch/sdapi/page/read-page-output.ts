// What the generate function of the page gave back: [gallery, info, text, log]. Pictures come as paths of files on the
// server. A failure comes as a success with an empty gallery, and `class='error'` in the log (seen on both).
import { isJsonObject, parseJson, type JsonObject } from '../../../common/json.js';
import { textOf } from '../../answers/read-json.js';
import {
  DispatchError,
  type PreparedRequest,
  type RunOutputs,
  type RunWarning,
  type Target,
} from '../../contract/index.js';
import type { PageClient } from '../../gradio/page-client.js';
import type { QueueResult } from '../../gradio/queue/queued-call.js';
import { pictureType } from '../../answers/picture-type.js';
import { classifyWords, unknownFailure } from '../answer/classify-answer.js';
import { outputsOf } from '../answer/read-answer.js';
import { badAnswer } from '../answer/read-images.js';
import { readExpectation } from '../prepare/expectation.js';

const ERROR = /<div class='error'>(.*?)<\/div>/s;
/** Gradio's temporary folder: where a picture goes that was not saved. */
const UNSAVED = /(^|[\\/])tmp[a-z0-9_]{8}\.png$/;
const MAX_IMAGES = 2_000;
const MAX_TEXT_CHARS = 1_000_000;
const AT_ONCE = 3;

/** They are files on the server, and have still to be fetched. */
export function hasPictures({ output, success }: QueueResult): boolean {
  const gallery: unknown = success && Array.isArray(output['data']) ? output['data'][0] : null;
  return Array.isArray(gallery) && gallery.length > 0;
}

/** Null when it tells nothing of the run: somebody ended the call, not the generation. @throws DispatchError */
export async function readPageResult(
  client: PageClient,
  target: Target,
  request: PreparedRequest,
  { output, success }: QueueResult,
): Promise<RunOutputs | null> {
  if (!success) {
    // The page tells no more; most often it has other inputs than when it was read.
    client.forget(target);
    throw unknownFailure(textOf(output['error']) ?? '');
  }
  // Of `/cancel`: the call is over, the generation goes on (seen on Forge dfdcbab6).
  if (Object.keys(output).length === 0) return null;
  return readPageOutput(client, target, request, output['data']);
}

/** @throws DispatchError */
export async function readPageOutput(
  client: PageClient,
  target: Target,
  request: PreparedRequest,
  data: unknown,
): Promise<RunOutputs> {
  if (!Array.isArray(data) || !Array.isArray(data[0]))
    throw badAnswer('The page of the server gave back something that is no gallery.');
  const [gallery, info, , log] = data as [unknown[], unknown, unknown, unknown];
  const failure = failureIn(textOf(log, MAX_TEXT_CHARS) ?? '');
  if (gallery.length === 0) throw failure ?? nothingMade();
  const known = parseInfo(info);
  const { scripted } = readExpectation(request.expect);
  const paths = gallery.slice(0, MAX_IMAGES).map(pathOf);
  const shown = scripted ? { paths, info: known } : withoutGrid(paths, known);
  const files = await fetchAll(client, target, shown.paths);
  const received = { info, html_log: textOf(log, 4_000), files: shown.paths };
  const outputs = await outputsOf(files, shown.info, received, request);
  const warning = interruption(outputs, shown.paths, request);
  return warning ? { ...outputs, warnings: [...outputs.warnings, warning] } : outputs;
}

/** Absolute on the server. Of an address nothing but the path counts: its host is whatever a proxy made of it. */
function pathOf(item: unknown): string {
  const image = isJsonObject(item) && isJsonObject(item['image']) ? item['image'] : item;
  if (!isJsonObject(image))
    throw badAnswer('The gallery of the server’s page holds something that is no picture.');
  const address = textOf(image['url']);
  const after = address?.split('/file=')[1];
  const path = textOf(image['path']) ?? after ?? textOf(image['name']);
  if (!path) throw badAnswer('The gallery of the server’s page does not say where a picture is.');
  // Gradio 3 adds when it was written.
  return path.replace(/\?\d+(\.\d+)?$/, '');
}

/** The API makes no grids, so neither do jobs through the page; but a script's grid may be all that it makes. */
function withoutGrid(paths: string[], info: JsonObject): { paths: string[]; info: JsonObject } {
  const first = Number(info['index_of_first_image'] ?? 0);
  if (!Number.isInteger(first) || first <= 0 || first >= paths.length) return { paths, info };
  const texts = Array.isArray(info['infotexts']) ? (info['infotexts'] as unknown[]).slice(first) : [];
  return { paths: paths.slice(first), info: { ...info, index_of_first_image: 0, infotexts: texts } };
}

async function fetchAll(client: PageClient, target: Target, paths: readonly string[]): Promise<Buffer[]> {
  const files: Buffer[] = [];
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const some = paths.slice(at, at + AT_ONCE);
    files.push(...(await Promise.all(some.map((path) => client.file(target, path)))));
  }
  const bad = files.findIndex((bytes) => !pictureType(bytes));
  if (bad >= 0) throw badAnswer(`Image ${bad} of the answer is no PNG, JPEG or WebP.`);
  return files;
}

/**
 * An interrupted generation ends like a finished one, and no API tells of it here. But its picture is not saved, on a
 * server that saves all whole ones (seen on both).
 */
function interruption(
  outputs: RunOutputs,
  paths: readonly string[],
  request: PreparedRequest,
): RunWarning | null {
  const isKnown = outputs.warnings.some(({ code }) => code === 'interrupted');
  const isUnsaved = outputs.images.some(({ role }, i) => role === 'image' && UNSAVED.test(paths[i] ?? ''));
  if (isKnown || !isUnsaved || request.expect['saves'] !== true) return null;
  const message = 'The generation was interrupted on the server: the picture may be unfinished.';
  return { code: 'interrupted', message, mismatch: true };
}

function nothingMade(): DispatchError {
  const message =
    'The server gave back no picture: the generation was interrupted there (or its page is set to show none, do_not_show_images).';
  return new DispatchError('retryable', message, { code: 'interrupted' });
}

function failureIn(log: string): DispatchError | null {
  const told = ERROR.exec(log)?.[1];
  if (told === undefined) return null;
  const words = unescapeHtml(told).slice(0, 4_000);
  return classifyWords(words) ?? unknownFailure(words);
}

function unescapeHtml(html: string): string {
  const named: Record<string, string> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#x27;': "'",
    '&#39;': "'",
    '&amp;': '&',
  };
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|#x27|#39|amp);/g, (code) => named[code] ?? code);
}

function parseInfo(info: unknown): JsonObject {
  const parsed = typeof info === 'string' ? parseJson(info) : info;
  return isJsonObject(parsed) ? parsed : {};
}
