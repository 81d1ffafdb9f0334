// Results that are no pictures: kept as they came, named by what they are, and never anything that a browser would run.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import request from 'supertest';
import type { OutputFile } from '../dispatch/contract/index.js';
import { GalleryApp } from './fixtures/gallery-app.js';
import { job, mine } from './fixtures/gallery-fixture.js';
import { output, picture, textChunk, withPngChunk } from './fixtures/sample-images.js';
import { BadImageError } from './gallery.errors.js';
import type { ImageInfoDto } from './gallery.dto.js';
import type { GalleryPageDto } from './search/search.dto.js';

const MP4 = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom\0\0\x02\0isomiso2')]);
const WEBM = Buffer.concat([
  Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x9f]),
  Buffer.from('\x42\x82\x84webm      '),
]);
const FLAC = Buffer.from('fLaC\0\0\0\x22more of it');
const MP3 = Buffer.from('ID3\x04\0\0\0\0\0\0sound');
const PAGE = Buffer.from('<html><script>alert(1)</script></html>');
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');

describe('files that are no pictures', () => {
  let app: GalleryApp;
  let jobId: string;
  beforeAll(async () => void (app = await GalleryApp.open()));
  beforeEach(() => void (jobId = randomUUID()));
  afterAll(() => app.close());

  const save = async (...files: OutputFile[]) => {
    const saved = await app.store.store(job(1, jobId), files, mine);
    await app.fixture.confirm(app.store, job(1, jobId));
    return saved;
  };
  const get = (path: string) => request(app.server).get(path);

  it.each<[string, OutputFile['role'], Buffer, string | undefined, string, string, string]>([
    ['a video', 'video', MP4, 'a.exe', 'mp4', 'video/mp4', 'inline'],
    ['a WebM', 'video', WEBM, undefined, 'webm', 'video/webm', 'inline'],
    ['a sound', 'audio', FLAC, undefined, 'flac', 'audio/flac', 'inline'],
    ['another sound', 'audio', MP3, undefined, 'mp3', 'audio/mpeg', 'inline'],
    ['a text', 'text', PAGE, 'page.html', 'txt', 'text/plain; charset=utf-8', 'inline'],
    ['a drawing that is a program', 'text', SVG, 'a.svg', 'txt', 'text/plain; charset=utf-8', 'inline'],
    ['a model', 'auxiliary', PAGE, 'mesh.GLB', 'glb', 'application/octet-stream', 'attachment'],
    ['anything', 'auxiliary', PAGE, '../x.html', 'bin', 'application/octet-stream', 'attachment'],
  ])(
    'are kept and served as what they are: %s',
    async (_what, role, bytes, name, ending, type, disposition) => {
      const kept = `${jobId.slice(0, 8)}_00001.${ending}`;
      const [saved] = await save(output(bytes, { role, ...(name === undefined ? {} : { name }) }));
      expect(saved).toMatchObject({ filename: kept, role, width: 0, height: 0 });
      const response = await get(`/api/v1/images/download/${kept}`)
        .buffer(true)
        .parse((stream, done) => {
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => done(null, Buffer.concat(chunks)));
        })
        .expect(200);
      expect((response.body as Buffer).equals(bytes)).toBe(true);
      expect(response.headers).toMatchObject({
        'content-type': type,
        'content-disposition': `${disposition}; filename="${kept}"`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
      });
      const preview = await get(`/api/v1/images/preview/${kept}`).expect(422);
      expect(preview.body).toMatchObject({ error: 'preview_failed' });
    },
  );

  it('are results in the gallery, but for those that came along', async () => {
    await save(
      output(await picture()),
      output(MP4, { role: 'video' }),
      output(Buffer.from('words'), { role: 'text' }),
      output(FLAC, { role: 'auxiliary' }),
    );
    const roles = async (query: string) =>
      (
        (await get(`/api/v1/gallery/images?job_id=${jobId}${query}`).expect(200)).body as GalleryPageDto
      ).images
        .map(({ role }) => role)
        .sort();
    expect(await roles('')).toEqual(['image', 'text', 'video']);
    expect(await roles('&role=image')).toEqual(['image']);
    expect(await roles('&role=any')).toEqual(['auxiliary', 'image', 'text', 'video']);
  });

  it.each<[string, OutputFile]>([
    ['a page that says it is a video', output(PAGE, { role: 'video' })],
    ['a page that says it is a sound', output(PAGE, { role: 'audio' })],
    ['a text that is none', output(Buffer.from([0, 1, 2, 255]), { role: 'text' })],
    ['a video that says it is a picture', output(MP4)],
  ])('are refused when they are not what they say: %s', async (_what, file) => {
    await expect(app.store.store(job(1, jobId), [file], mine)).rejects.toThrow(BadImageError);
  });

  it('moving pictures have a preview: their first frame', async () => {
    const gif = await sharp(await picture())
      .gif()
      .toBuffer();
    const [saved] = await save(output(gif));
    expect(saved).toMatchObject({ mediaType: 'image/gif', width: 64 });
    await get(`/api/v1/images/preview/${saved!.filename}`).expect(200).expect('content-type', 'image/webp');
  });

  it('pictures that carry a ComfyUI graph are found by what it says', async () => {
    const graph = {
      '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sea.safetensors' } },
      '2': { class_type: 'CLIPTextEncode', inputs: { text: 'a lighthouse', clip: ['1', 1] } },
      '3': {
        class_type: 'KSampler',
        inputs: { seed: 99, steps: 4, sampler_name: 'euler_ancestral', model: ['1', 0], positive: ['2', 0] },
      },
    };
    const png = withPngChunk(await picture(), 'tEXt', textChunk.tEXt('prompt', JSON.stringify(graph)));
    const [saved] = await save(output(png));
    const info = await get(`/api/v1/gallery/images/${saved!.filename}/info`).expect(200);
    expect(info.body as ImageInfoDto).toMatchObject({
      ...{
        prompt: 'a lighthouse',
        model: 'sea',
        sampler: 'euler_ancestral',
        steps: 4,
        seed: 99,
        has_infotext: false,
      },
    });
  });
});
