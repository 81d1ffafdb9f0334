// Reading parameters out of texts and pictures through HTTP.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { GalleryApp } from '../fixtures/gallery-app.js';
import { INFOTEXT, picture, textChunk, withPngChunk } from '../fixtures/sample-images.js';
import { MAX_BYTES } from '../inspect-image.js';

const BASE = '/api/v2/infotext';
const NOTHING = { generation_params: null, source: null };
const OF_INFOTEXT = {
  source: 'a1111',
  generation_params: {
    prompt: 'a lighthouse',
    negative_prompt: 'fog',
    steps: 20,
    sampler_name: 'Euler a',
    cfg_scale: 7,
    seed: 42,
    width: 64,
    height: 48,
    checkpoint_name: 'sea',
  },
};
const GRAPH = JSON.stringify({
  '3': {
    class_type: 'KSampler',
    inputs: {
      ...{ seed: 42, steps: 20, cfg: 8, sampler_name: 'dpmpp_2m_sde_gpu', scheduler: 'karras', denoise: 1 },
      ...{ model: ['4', 0], positive: ['6', 0], latent_image: ['5', 0] },
    },
  },
  '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd/model.safetensors' } },
  '5': { class_type: 'EmptyLatentImage', inputs: { width: 832, height: 1216, batch_size: 2 } },
  '6': { class_type: 'CLIPTextEncode', inputs: { text: 'a cat', clip: ['4', 1] } },
});
const OF_GRAPH = {
  source: 'comfyui',
  generation_params: {
    prompt: 'a cat',
    width: 832,
    height: 1216,
    batch_size: 2,
    seed: 42,
    steps: 20,
    cfg_scale: 8,
    sampler_name: 'DPM++ 2M SDE',
    scheduler: 'karras',
    checkpoint_name: 'sd/model.safetensors',
  },
};

describe('reading parameters', () => {
  let app: GalleryApp;
  beforeEach(async () => void (app = await GalleryApp.open()));
  afterEach(() => app.close());

  const post = (body: object) => request(app.server).post(BASE).send(body);
  const upload = (bytes: Buffer, name = 'a.png') =>
    request(app.server).post(`${BASE}/upload`).attach('file', bytes, name);

  it('takes an infotext, or a graph of ComfyUI in the words of the WebUIs', async () => {
    expect((await post({ infotext: INFOTEXT }).expect(200)).body).toEqual(OF_INFOTEXT);
    expect((await post({ infotext: GRAPH }).expect(200)).body).toEqual(OF_GRAPH);
    expect((await post({ infotext: 'a cat, color: red' }).expect(200)).body).toEqual(NOTHING);
  });

  it('takes a picture, whatever it is called', async () => {
    const png = await picture();
    const ofForge = withPngChunk(png, 'tEXt', textChunk.tEXt('parameters', INFOTEXT));
    expect((await upload(ofForge, '../a.txt').expect(200)).body).toEqual(OF_INFOTEXT);
    const ofComfy = withPngChunk(png, 'tEXt', textChunk.tEXt('prompt', GRAPH));
    expect((await upload(ofComfy).expect(200)).body).toEqual(OF_GRAPH);
    for (const bytes of [png, png.subarray(0, 40), Buffer.from('GIF89a'), Buffer.from(INFOTEXT)])
      expect((await upload(bytes).expect(200)).body).toEqual(NOTHING);
    expect(await app.fixture.filesOnDisk()).toEqual([]);
  });

  it('says what is missing', async () => {
    for (const body of [{}, { infotext: 7 }, { infotext: 'x'.repeat(1_000_001) }, { infotext: null }])
      expect((await post(body)).body).toMatchObject({
        error: expect.stringMatching(/^(invalid_field_value|request_too_large)$/),
      });
    const withoutFile = await request(app.server).post(`${BASE}/upload`).field('other', 'x').expect(400);
    expect(withoutFile.body).toMatchObject({
      error: 'invalid_field_value',
      details: { fields: [{ path: 'file' }] },
    });
    await request(app.server).post(`${BASE}/upload`).send({ file: 'x' }).expect(400);
    const type = 'multipart/form-data; boundary=x';
    const noForm = await request(app.server).post(`${BASE}/upload`).type(type).send('--y').expect(400);
    expect(noForm.body).toMatchObject({ error: 'invalid_request' });
  });

  it('takes 64 MiB and no more', async () => {
    expect((await upload(Buffer.alloc(MAX_BYTES)).expect(200)).body).toEqual(NOTHING);
    const answer = await upload(Buffer.alloc(MAX_BYTES + 1)).expect(413);
    expect(answer.body).toMatchObject({ error: 'request_too_large' });
  });
});
