// The message that clients of the async A1111 wrapper (seed 004, Chubflix/automatic1111-async-api-proxy) expect:
// `{uuid, job_status, progress, images, seed, info, tags}` with the images themselves in base64. They are read when it
// is sent; as it may be large, it is put together in bites and only a few at a time.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Principal } from '../../access/contract/index.js';
import { NotFoundError } from '../../common/errors.js';
import { isJsonObject, parseJson, type JsonObject } from '../../common/json.js';
import type { JobImageDto } from '../../gallery/gallery.dto.js';
import { GalleryService } from '../../gallery/gallery.service.js';
import { MessageFactsRepository } from '../message-facts.repository.js';
import type { Payload } from '../message-payload.js';
import { JSON_HEADERS, type Rendered, type TemplateInput } from './message.js';

const MOST_IMAGE_BYTES = 64 * 1024 * 1024;
const STATUS: Record<string, string> = {
  'job.completed': 'completed',
  'job.failed': 'error',
  'job.cancelled': 'canceled',
};
const console_ = Principal.console('open');

@Injectable()
export class SdapiTemplate {
  constructor(
    private readonly gallery: GalleryService,
    private readonly facts: MessageFactsRepository,
  ) {}

  async render({ url, payload }: TemplateInput): Promise<Rendered> {
    const { type, data } = payload;
    const id = typeof data['job_id'] === 'string' ? data['job_id'] : null;
    const images = await this.imagesOf(payload);
    const received = id === null ? null : parseJson((await this.facts.received(id)) ?? '');
    const head = {
      uuid: id ?? data['bulk_job_id'] ?? null,
      job_status: STATUS[type] ?? (type === 'job.progress' ? 'processing' : type),
      progress: typeof data['progress'] === 'number' ? data['progress'] / 100 : 0,
      seed: images[0]?.seed ?? null,
      info: infoOf(received, data),
      tags: tagsOf(data),
      error: isJsonObject(data['error']) ? (data['error']['message'] ?? null) : null,
    };
    return { url, headers: JSON_HEADERS, body: await this.bodyOf(head, images) };
  }

  /** How much the images of a message weigh before they are base64. */
  async imageBytes({ payload }: TemplateInput): Promise<number> {
    return (await this.imagesOf(payload)).reduce((sum, image) => sum + image.size, 0);
  }

  /** Results only, as A1111's API gives them: no auxiliary pictures. */
  private async imagesOf({ type, data }: Payload): Promise<JobImageDto[]> {
    const { job_id: jobId } = data;
    if (type !== 'job.completed' || typeof jobId !== 'string') return [];
    const all = (await this.gallery.imagesOf([jobId])).get(jobId) ?? [];
    let bytes = 0;
    return all.filter((image) => image.role === 'image' && (bytes += image.size) <= MOST_IMAGE_BYTES);
  }

  /** Base64 needs no escaping, so each image becomes bytes of the body by itself. */
  private async bodyOf(head: JsonObject, images: JobImageDto[]): Promise<Buffer> {
    const chunks = [Buffer.from(`${JSON.stringify(head).slice(0, -1)},"images":[`)];
    for (const image of images) {
      const content = await this.read(image.filename);
      if (content) chunks.push(Buffer.from(`${chunks.length > 1 ? ',' : ''}"${content.toString('base64')}"`));
    }
    chunks.push(Buffer.from(']}'));
    return Buffer.concat(chunks);
  }

  /** Null for an image that was deleted meanwhile. */
  private async read(filename: string): Promise<Buffer | null> {
    try {
      const { file } = await this.gallery.download(filename, console_);
      return await readFile(join(file.root, file.path));
    } catch (error) {
      if (error instanceof NotFoundError || (error as { code?: string }).code === 'ENOENT') return null;
      throw error;
    }
  }
}

/** A1111's `info`, a JSON text; without one at least what the job was. */
function infoOf(received: unknown, data: JsonObject): string {
  const info = isJsonObject(received) ? received['info'] : undefined;
  if (typeof info === 'string') return info;
  return JSON.stringify(info ?? data['generation'] ?? {});
}

function tagsOf(data: JsonObject): unknown[] {
  const tags = isJsonObject(data['metadata']) ? data['metadata']['tags'] : undefined;
  return Array.isArray(tags) ? tags : [];
}
