import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, sep } from 'node:path';
import sharp from 'sharp';
import { jsonAnswer } from '../http-answer.js';
import type { Answer } from '../http-answer.js';
import { decodeSentImage, type SentImage } from '../images/init-image.js';
import { readParameters } from '../images/parameters-reader.js';
import { readInfotext } from '../infotext-reader.js';
import { pause } from '../pause.js';
import { pngInfoDefaults } from '../png-info-defaults.js';
import { HttpException } from '../python-errors.js';
import { pythonRepr } from '../python-json.js';
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

/** Absolute paths inside the data folder only; honours Range. */
async function serveFile(exchange: Exchange): Promise<Answer | null> {
  const { path, host, request, response } = exchange;
  const file = decodePath(path.replace(/^\/file[=/]/, ''));
  const absolute = path.startsWith('/file/') && !file.startsWith('/') ? `/${file}` : file;
  const real = await allowedFile(absolute, host.settings.dataDir);
  const { size } = await stat(real);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const from = range ? Number(range[1]) : 0;
  const to = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  if (from > to && size > 0)
    return { status: 416, headers: { 'content-range': `bytes */${size}` }, body: '' };
  response.writeHead(range ? 206 : 200, {
    server: 'uvicorn',
    'content-type': contentType(real),
    'content-length': String(size === 0 ? 0 : to - from + 1),
    'accept-ranges': 'bytes',
    ...(range ? { 'content-range': `bytes ${from}-${to}/${size}` } : {}),
  });
  if (request.method === 'HEAD' || size === 0) response.end();
  else
    createReadStream(real, { start: from, end: to })
      .on('error', () => response.destroy())
      .pipe(response);
  return null;
}

async function allowedFile(file: string, dataDir: string): Promise<string> {
  const refused = fileError(403, `File not allowed: ${file}.`);
  if (!isAbsolute(file) || file.includes('\0')) throw refused;
  const root = await realpath(dataDir);
  const isInside = (path: string): boolean => path.startsWith(root + sep) || path.startsWith(dataDir + sep);
  const real = await realpath(file).catch(() => null);
  if (!isInside(real ?? file) || (real === null && file.split(sep).includes('..'))) throw refused;
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
