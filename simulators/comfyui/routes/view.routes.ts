import { createReadStream, readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import sharp from 'sharp';
import { isSettingOn } from '../../common/knob-settings.js';
import { pause } from '../../common/pause.js';
import { isFileType, splitAnnotation } from '../files/file-store.js';
import type { FileType } from '../files/file-store.js';
import { emptyAnswer } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { route } from '../http/router.js';
import type { Exchange } from '../http/router.js';
import { takeKnob } from '../knobs.js';

/** Reading files back. */
export const viewRoutes = [route('GET', '/view', view)];

const contentTypes: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.flac': 'audio/x-flac',
  '.mp3': 'audio/mpeg',
  '.opus': 'audio/ogg',
  '.json': 'application/json',
  '.txt': 'text/plain',
  '.glb': 'model/gltf-binary',
};

async function view(exchange: Exchange): Promise<Answer | null> {
  const { query, host, path } = exchange;
  const annotated = query.get('filename');
  if (annotated === null) return emptyAnswer(404);
  if (annotated === '') return emptyAnswer(400);
  const { name, type } = typeOf(annotated, query.get('type') ?? 'output');
  if (name.startsWith('/') || name.includes('..') || type === null) return emptyAnswer(400);
  const file = exchange.life.files.locate(type, query.get('subfolder') ?? '', basename(name));
  if (file === null) return emptyAnswer(403);
  const isThere = statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
  if (!isThere || takeKnob(host.knobs, 'filesGone', path)) return emptyAnswer(404);
  const channel = query.get('channel') ?? '';
  const preview = query.get('preview');
  if (preview !== null) return imageAnswer(file, await reencode(file, preview, channel));
  if (channel === 'rgb')
    return imageAnswer(file, { type: 'png', bytes: await sharp(file).removeAlpha().png().toBuffer() });
  if (channel === 'a') return imageAnswer(file, { type: 'png', bytes: await alphaOnly(file) });
  // What is streamed cannot be spoiled on its way.
  if (isSettingOn(host.knobs, 'garbage'))
    return imageAnswer(file, { type: extname(file).slice(1), bytes: readFileSync(file) });
  return streamFile(exchange, file);
}

/** A suffix such as ` [temp]` wins. */
function typeOf(annotated: string, asked: string): { name: string; type: FileType | null } {
  const { name, type } = splitAnnotation(annotated, 'output');
  if (name !== annotated) return { name, type };
  return { name, type: isFileType(asked) ? asked : null };
}

interface Encoded {
  type: string;
  bytes: Buffer;
}

/** `FORMAT;QUALITY`; anything but webp and jpeg is webp. */
async function reencode(file: string, preview: string, channel: string): Promise<Encoded> {
  const parts = preview.split(';');
  const isJpeg = parts[0] === 'jpeg' && !channel.includes('a');
  const asked = parts.at(-1) ?? '';
  const quality = /^\d+$/.test(asked) ? Math.min(100, Math.max(1, Number(asked))) : 90;
  const image = isJpeg || channel === 'rgb' ? sharp(file).removeAlpha() : sharp(file);
  const bytes = await (isJpeg ? image.jpeg({ quality }) : image.webp({ quality })).toBuffer();
  return { type: isJpeg ? 'jpeg' : 'webp', bytes };
}

/** Black, with the transparency of the file. */
async function alphaOnly(file: string): Promise<Buffer> {
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  for (let i = 0; i < data.length; i += 4) data.fill(0, i, i + 3);
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 4 } })
    .png()
    .toBuffer();
}

function imageAnswer(file: string, { type, bytes }: Encoded): Answer {
  const headers = { 'content-type': `image/${type}`, ...disposition(file) };
  return { status: 200, headers, body: bytes };
}

function disposition(file: string): Record<string, string> {
  return { 'content-disposition': `filename="${basename(file)}"` };
}

/** The bytes as they are; honours Range. */
async function streamFile(exchange: Exchange, file: string): Promise<null> {
  const { request, response, host } = exchange;
  const { size, mtime, mtimeMs } = statSync(file);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = range ? Number(range[1]) : 0;
  const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  const headers = {
    server: 'Python/3.11 aiohttp/3.13.2',
    'content-type': contentTypes[extname(file).toLowerCase()] ?? 'application/octet-stream',
    ...disposition(file),
    ...(host.settings.can.sendsNoSniff ? { 'x-content-type-options': 'nosniff' } : {}),
    etag: `"${Math.floor(mtimeMs).toString(16)}-${size.toString(16)}"`,
    'last-modified': mtime.toUTCString(),
    'accept-ranges': 'bytes',
  };
  if (start > end && size > 0) {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${size}`, 'content-length': '0' }).end();
    return null;
  }
  response.writeHead(range ? 206 : 200, {
    ...headers,
    'content-length': String(size === 0 ? 0 : end - start + 1),
    ...(range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}),
  });
  if (request.method === 'HEAD' || size === 0) response.end();
  else await writeOut(exchange, file, start, end);
  return null;
}

async function writeOut(
  { response, host, life, path }: Exchange,
  file: string,
  start: number,
  end: number,
): Promise<void> {
  const bytesPer10Ms = takeKnob(host.knobs, 'slowBody', path);
  if (bytesPer10Ms === undefined) {
    createReadStream(file, { start, end })
      .on('error', () => response.destroy())
      .pipe(response);
    return;
  }
  for await (const chunk of createReadStream(file, { start, end, highWaterMark: bytesPer10Ms })) {
    if (response.destroyed) return;
    response.write(chunk);
    if (isSettingOn(host.knobs, 'slowBody')) await pause(10, life.signal);
  }
  response.end();
}
