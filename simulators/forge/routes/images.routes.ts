import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, sep } from 'node:path';
import sharp from 'sharp';
import { jsonAnswer } from '../http-answer.js';
import type { Answer } from '../http-answer.js';
import { decodeSentImage, type SentImage } from '../images/init-image.js';
import { readParameters } from '../images/parameters-reader.js';
import { readInfotext } from '../infotext-reader.js';
import { pause } from '../../common/pause.js';
import { pngInfoDefaults } from '../png-info-defaults.js';
import { HttpException } from '../python-errors.js';
import { pythonRepr } from '../../common/python-text.js';
import { parseBody, parseModel } from '../request-body.js';
import { sdapi } from '../router.js';
import type { Exchange, Route } from '../router.js';
import { isObject } from '../validation/validator.js';

/** What deals with finished pictures: png-info, upscaling, and reading saved files back. */
export const imageRoutes: readonly Route[] = [
  sdapi('POST', 'png-info', pngInfo),
  sdapi('POST', 'extra-single-image', upscaleOne),
  sdapi('POST', 'extra-batch-images', upscaleSeveral),
];

export const fileRoutes: readonly Route[] = [
  { method: 'GET', path: '/file=*', allowsHead: true, needsLogin: true, handle: serveFile },
  { method: 'GET', path: '/file/*', allowsHead: true, needsLogin: true, handle: serveFile },
];

async function pngInfo({ host, body, request }: Exchange): Promise<Answer> {
  const { dialect } = host.settings;
  const parsed = parseBody(dialect, body, request.headers['content-type']);
  const fields = parseModel(dialect, [{ name: 'image', type: 'str', default: '', nullable: false }], parsed);
  const image = await decodeSentImage(fields['image']);
  const info = await readParameters(image.bytes);
  if (info === null) return jsonAnswer({ info: '', items: {}, parameters: {} });
  const { prompt, negativePrompt, parameters } = readInfotext(info);
  const texts = { ...parameters, Prompt: prompt, 'Negative prompt': negativePrompt };
  return jsonAnswer({ info, items: {}, parameters: { ...pngInfoDefaults(dialect, texts) } });
}

const upscalingResize = { name: 'upscaling_resize', type: 'float', default: 2, nullable: false } as const;

async function upscaleOne({ host, life, body, request }: Exchange): Promise<Answer> {
  const { dialect } = host.settings;
  const parsed = parseBody(dialect, body, request.headers['content-type']);
  const image = { name: 'image', type: 'str', default: '', nullable: false } as const;
  const fields = parseModel(dialect, [image, upscalingResize], parsed);
  const sent = await decodeSentImage(fields['image']);
  return life.lock.run(async () => {
    const enlarged = await enlarge(sent, fields['upscaling_resize'] as number);
    await pause(host.settings.stepMs, life.signal);
    return jsonAnswer({ html_info: '', image: enlarged });
  });
}

/** `imageList` holds `{ data, name }` of each (A1111 modules/api/models.py). */
async function upscaleSeveral({ host, life, body, request }: Exchange): Promise<Answer> {
  const { dialect } = host.settings;
  const parsed = parseBody(dialect, body, request.headers['content-type']);
  const list = { name: 'imageList', type: 'list', default: [], nullable: false } as const;
  const fields = parseModel(dialect, [list, upscalingResize], parsed);
  const sent = await Promise.all(
    (fields['imageList'] as unknown[]).map((one) => decodeSentImage(isObject(one) && one['data'])),
  );
  return life.lock.run(async () => {
    const scale = fields['upscaling_resize'] as number;
    const images = await Promise.all(sent.map((image) => enlarge(image, scale)));
    await pause(host.settings.stepMs, life.signal);
    return jsonAnswer({ html_info: '', images });
  });
}

async function enlarge(image: SentImage, factor: number): Promise<string> {
  const scale = Math.min(8, Math.max(0.1, factor));
  const [width, height] = [Math.round(image.width * scale), Math.round(image.height * scale)];
  if (width * height > 64_000_000) throw new HttpException(500, 'Invalid encoded image');
  const bytes = await sharp(image.bytes).resize(width, height, { fit: 'fill' }).png().toBuffer();
  return bytes.toString('base64');
}

/**
 * Absolute paths inside the data folder, and files this process made elsewhere. Honours Range; one
 * beyond the end is the whole file (seen on Forge dfdcbab6).
 */
async function serveFile(exchange: Exchange): Promise<Answer | null> {
  const { path, request, response } = exchange;
  const file = decodePath(path.replace(/^\/file[=/]/, ''));
  const absolute = path.startsWith('/file/') && !file.startsWith('/') ? `/${file}` : file;
  const real = await allowedFile(exchange, absolute);
  const { size, mtime } = await stat(real);
  const asked = askedRange(request.headers.range, size);
  const { from, to } = asked ?? { from: 0, to: size - 1 };
  response.writeHead(asked ? 206 : 200, {
    server: 'uvicorn',
    'content-type': contentType(real),
    'content-length': String(size === 0 ? 0 : to - from + 1),
    'accept-ranges': 'bytes',
    'last-modified': mtime.toUTCString(),
    ...(asked ? { 'content-range': `bytes ${from}-${to}/${size}` } : {}),
  });
  if (request.method === 'HEAD' || size === 0) response.end();
  else
    createReadStream(real, { start: from, end: to })
      .on('error', () => response.destroy())
      .pipe(response);
  return null;
}

/** null: none, or one that makes no sense. */
function askedRange(header: string | undefined, size: number): { from: number; to: number } | null {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(header ?? '');
  if (!asked) return null;
  const from = Number(asked[1]);
  const to = asked[2] ? Math.min(Number(asked[2]), size - 1) : size - 1;
  return from <= to ? { from, to } : null;
}

/** @throws HttpException 403, 404 */
async function allowedFile({ host, life }: Exchange, file: string): Promise<string> {
  const { dataDir, dialect } = host.settings;
  const refused = fileError(403, `File not allowed: ${file}.`);
  if (!isAbsolute(file) || file.includes('\0')) throw refused;
  // Gradio 3 gives nothing out of a hidden folder.
  if (!dialect.streamsResults && file.split(sep).some((part) => part.startsWith('.'))) throw refused;
  const root = await realpath(dataDir);
  const isInside = (path: string): boolean => path.startsWith(root + sep) || path.startsWith(dataDir + sep);
  const real = await realpath(file).catch(() => null);
  const isMade = life.gradio?.madeFiles.has(file) === true;
  if (!(isMade || isInside(real ?? file)) || (real === null && file.split(sep).includes('..'))) throw refused;
  if (real === null) throw fileError(404, `File not found: ${file}.`);
  if ((await stat(real)).isDirectory()) throw refused;
  return real;
}

function fileError(status: number, detail: string): HttpException {
  return new HttpException(status, detail, {}, `(${status}, ${pythonRepr(detail)})`);
}

function decodePath(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // A stray "%" is taken as it stands, as the server takes raw paths.
    return encoded;
  }
}

function contentType(file: string): string {
  const types: Record<string, string> = {
    png: 'image/png',
    jpg: 'image/jpeg',
    jpeg: 'image/jpeg',
    webp: 'image/webp',
    json: 'application/json',
  };
  return types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
}
