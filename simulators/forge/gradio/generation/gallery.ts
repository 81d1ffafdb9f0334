import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeBytes } from '../../../common/generation-log.js';
import type { JobResult, PendingImage } from '../../image-job.js';
import { encodeImage } from '../../images/image-encoder.js';
import type { Job } from '../../job.js';

/**
 * The pictures of a job as files: saved ones where they lie, the others (as those of an interrupted
 * job) as PNG in Gradio's temporary folder. Also notes them in the log, grid and extras aside.
 */
export async function fileImages(job: Job, result: JobResult): Promise<string[]> {
  const files: { path: string; bytes: Buffer }[] = [];
  for (const image of result.images) files.push(image.saved ?? (await writeTemporary(job, image)));
  const real = files.slice(result.firstImage, result.firstImage + result.imageCount);
  job.record.images = real.map(({ bytes }) => describeBytes(bytes));
  job.host.log.append(job.record);
  const paths = files.map(({ path }) => path);
  paths.forEach((path) => job.life.gradio?.madeFiles.add(path));
  return paths;
}

/** A file that is no picture, whatever its name. */
export function fileJunk(job: Job): string {
  return writeTemporaryFile(job, Buffer.from('this is no picture'));
}

async function writeTemporary(job: Job, image: PendingImage): Promise<{ path: string; bytes: Buffer }> {
  const bytes = await encodeImage(image.picture, 'png', image.infotext);
  return { path: writeTemporaryFile(job, bytes), bytes };
}

function writeTemporaryFile(job: Job, bytes: Buffer): string {
  const folder = join(job.host.settings.dataDir, 'gradio_tmp');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `tmp${randomBytes(4).toString('hex')}.png`);
  writeFileSync(path, bytes);
  return path;
}

/** As Gradio 4 tells of a file; its address is that of the caller, and not percent-encoded. */
export function fileData(path: string, root: string): object {
  const meta = { _type: 'gradio.FileData' };
  const url = `${root}/file=${path}`;
  const image = { path, url, size: null, orig_name: null, mime_type: null, is_stream: false, meta };
  return { image, caption: null };
}

/** As Gradio 3 tells of a file. The number after the `?` is when it was written. */
export function fileName(path: string, writtenAt: number): object {
  return { name: `${path}?${writtenAt / 1000}`, data: null, is_file: true };
}
