// The whole server with a ComfyUI: from a submit to the gallery, a cancel, a refusal, a restart of ours.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startComfyuiSimulator, type ComfyuiSimulator } from '../../simulators/comfyui/index.js';
import type { GalleryPageDto } from '../../src/gallery/search/search.dto.js';
import type { ImageInfoDto } from '../../src/gallery/gallery.dto.js';
import { eventually } from '../support/eventually.js';
import { startApp, type RunningApp } from '../support/start-app.js';
import { makeTempFolder, removeFolder } from '../support/temp-folder.js';

const params = {
  prompt: 'a lighthouse',
  checkpoint_name: 'dummySD15',
  width: 64,
  height: 64,
  steps: 4,
  seed: 7,
};

describe('a server of the app type comfyui', () => {
  const folder = makeTempFolder('comfyui');
  let engine: ComfyuiSimulator;
  let running: RunningApp;
  beforeAll(async () => {
    engine = await startComfyuiSimulator({ stepMs: 5, loadMs: 10 });
    running = await startApp({}, folder);
    await running.api.addServer({ alias: 'comfy', base_url: engine.url, app_type: 'comfyui' });
  });
  afterAll(async () => {
    await running.stop();
    await engine.close();
    await removeFolder(folder);
  });

  const submit = (more: object = {}): Promise<string> =>
    running.api.submit({ appType: 'comfyui', params: { ...params, ...more } });

  it('makes pictures that the gallery finds by what their graph says', async () => {
    const id = await submit({ sampler_name: 'Euler a' });
    await running.api.ended(id, 'completed');
    const page = await running.api.ok<GalleryPageDto>(
      'GET',
      '/api/v1/gallery/images?q=lighthouse&sampler=euler_ancestral',
    );
    expect(page.images.map(({ job_id }) => job_id)).toEqual([id]);
    const info = await running.api.ok<ImageInfoDto>(
      'GET',
      `/api/v1/gallery/images/${page.images[0]!.filename}/info`,
    );
    expect(info).toMatchObject({ model: 'dummySD15', steps: 4, seed: 7, app_type: 'comfyui', width: 64 });
  });

  it('stops a job that is cancelled, and it alone', async () => {
    const id = await submit({ steps: 500, seed: 8 });
    await eventually(() => engine.generations.at(-1)?.outcome === 'running');
    await running.api.act(id, 'cancel');
    await eventually(() => engine.generations.at(-1)?.outcome === 'interrupted');
    await running.api.ended(id, 'cancelled');
  });

  it('says of each node what the server refuses', async () => {
    const workflow = {
      a: { class_type: 'EmptyImage', inputs: { width: 0, height: 8, batch_size: 1, color: 0 } },
      b: { class_type: 'SaveImage', inputs: { filename_prefix: 'x', images: ['a', 0] } },
    };
    const body = { app_type: 'comfyui', generation_params: { workflow } };
    const { job_id: id } = await running.api.ok<{ job_id: string }>('POST', '/api/v1/generate', body);
    const job = await running.api.ended(id, 'failed');
    expect(job.error).toMatchObject({
      code: 'invalid_workflow',
      message: expect.stringContaining('Node a (EmptyImage)'),
    });
  });

  it('keeps a result for us while we are away', async () => {
    const id = await submit({ steps: 60, seed: 9 });
    await eventually(() => engine.generations.at(-1)?.outcome === 'running');
    const before = engine.generations.length;
    await running.stop();
    await eventually(() => engine.generations.at(-1)?.outcome === 'completed');
    running = await startApp({}, folder);
    await running.api.ended(id, 'completed');
    expect(engine.generations.length).toBe(before);
  });
});
