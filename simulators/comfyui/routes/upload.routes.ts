import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import sharp from 'sharp';
import { isFileType } from '../files/file-store.js';
import type { FileStore, FileType } from '../files/file-store.js';
import { emptyAnswer, jsonAnswer } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { route } from '../http/router.js';
import type { Exchange } from '../http/router.js';
import { isDict, parseJson } from '../python-json.js';

/** Taking files in. Whatever the name says, any kind of file may be uploaded as an image. */
export const uploadRoutes = [
  route('POST', '/upload/image', (exchange) => upload(exchange, async (bytes) => bytes)),
  route('POST', '/upload/mask', (exchange) =>
    upload(exchange, (bytes, form) => withMask(exchange, bytes, form)),
  ),
];

/** What is written under the name of the upload; null: nothing is. */
type Make = (bytes: Buffer, form: FormData) => Promise<Buffer | null>;

async function upload({ request, body, life }: Exchange, make: Make): Promise<Answer> {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': request.headers['content-type'] ?? '' },
  }).formData();
  const file = form.get('image');
  if (file === null) return emptyAnswer(400);
  if (typeof file === 'string') throw new TypeError("'str' object has no attribute 'file'");
  if (file.name === '') return emptyAnswer(400);
  const type = typeIn(form);
  const subfolder = textIn(form, 'subfolder') ?? '';
  const path = life.files.locate(type, subfolder, file.name);
  if (path === null) return emptyAnswer(400);
  mkdirSync(dirname(path), { recursive: true });
  const bytes = Buffer.from(await file.arrayBuffer());
  const overwrites = ['true', '1'].includes(textIn(form, 'overwrite') ?? '');
  const name = overwrites ? { name: file.name, isThere: false } : freeName(dirname(path), file.name, bytes);
  if (!name.isThere) {
    const made = await make(bytes, form);
    if (made) writeFileSync(join(dirname(path), name.name), made);
  }
  return jsonAnswer({ name: name.name, subfolder, type });
}

/** The same content under the same name is not written again; another gets ` (1)`, ` (2)` … */
function freeName(folder: string, wanted: string, bytes: Buffer): { name: string; isThere: boolean } {
  const { name: stem, ext } = parse(wanted);
  let name = wanted;
  for (let i = 1; existsSync(join(folder, name)); i++) {
    if (hash(readFileSync(join(folder, name))) === hash(bytes)) return { name, isThere: true };
    name = `${stem} (${i})${ext}`;
  }
  return { name, isThere: false };
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** @throws TypeError for a type there is no folder for */
function typeIn(form: FormData): FileType {
  const type = textIn(form, 'type') ?? 'input';
  if (!isFileType(type)) throw new TypeError("cannot access local variable 'upload_dir'");
  return type;
}

function textIn(form: FormData, name: string): string | null {
  const value = form.get(name);
  return typeof value === 'string' ? value : null;
}

/** The original with the transparency of what was sent; null when there is no such original. */
async function withMask({ life }: Exchange, sent: Buffer, form: FormData): Promise<Buffer | null> {
  const original = originalOf(life.files, textIn(form, 'original_ref') ?? '');
  if (original === null || !existsSync(original)) return null;
  const base = await sharp(original).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = base.info;
  const mask = await sharp(sent).ensureAlpha().resize(width, height, { fit: 'fill' }).raw().toBuffer();
  for (let i = 3; i < base.data.length; i += 4) base.data[i] = mask[i] ?? 255;
  return sharp(base.data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}

/** @throws SyntaxError for a reference that is no JSON */
function originalOf(files: FileStore, reference: string): string | null {
  const parsed = parseJson(reference);
  if (!isDict(parsed)) return null;
  const [filename, subfolder, type] = ['filename', 'subfolder', 'type'].map((key) => parsed.get(key));
  if (typeof filename !== 'string' || filename.startsWith('/') || filename.includes('..')) return null;
  const from = typeof type === 'string' && isFileType(type) ? type : 'output';
  return files.locate(from, typeof subfolder === 'string' ? subfolder : '', filename);
}
