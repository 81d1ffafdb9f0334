// avatar-builder, the client of the asynchronous wrapper (seed 004): a bearer token of the whole server, a webhook with
// every request, an id at once, and polling.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { DoorBench, isPng, type DoorClient, type Json } from './door-bench.js';

const TOKEN = 'a-token-of-the-whole-server';

interface Job {
  uuid: string;
  job_status: string;
  progress: number;
  images: string[];
  info: string | null;
}

let bench: DoorBench;

let builder: DoorClient;
let receiver: Server;
let webhookUrl: string;
const told: { headers: IncomingHttpHeaders; body: Json }[] = [];
beforeAll(async () => {
  receiver = createServer((request, response) => {
    request.toArray().then(
      (chunks) => {
        told.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) as Json });
        response.writeHead(204).end();
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  webhookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  bench = await DoorBench.open({ AUTH_TOKEN: TOKEN, WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' });
  await bench.serve('forge');
  builder = bench.client({ authorization: `Bearer ${TOKEN}` });
});
afterAll(async () => {
  await bench.close();
  await new Promise((resolve) => receiver.close(resolve));
});

const avatar = (over: Json = {}): Json => ({
  prompt: 'a portrait',
  steps: 4,
  width: 64,
  height: 64,
  seed: 7,
  alwayson_scripts: {},
  webhookUrl,
  webhookKey: 'the key of this request',
  ...over,
});

const job = async (uuid: string): Promise<Job> => (await builder.get<Job>(`/sdapi/v1/jobs/${uuid}`)).json;

describe('avatar-builder', () => {
  it('gets an id at once, then the images', async () => {
    const accepted = await builder.post<{ uuid: string; id: string; jobId: string }>(
      '/sdapi/v1/txt2img',
      avatar(),
    );
    expect(accepted.status).toBe(202);
    const { uuid } = accepted.json;
    expect(accepted.json).toEqual({ uuid, id: uuid, jobId: uuid });
    const done = await eventually(async () => {
      const one = await job(uuid);
      return one.job_status === 'completed' && one;
    });
    expect(done).toMatchObject({ uuid, progress: 1, workflow: 'txt2img', seed: 7, error: null });
    expect(done.images.map(isPng)).toEqual([true]);
    expect(JSON.parse(done.info ?? '')).toMatchObject({
      seed: 7,
      infotexts: [expect.stringContaining('a portrait')],
    });
  });

  it('is told of the end, with the key of its request', async () => {
    const { uuid } = (await builder.post<{ uuid: string }>('/sdapi/v1/txt2img', avatar())).json;
    const message = await eventually(() => told.find(({ body }) => body['uuid'] === uuid));
    expect(message.headers['x-webhook-key']).toBe('the key of this request');
    expect(message.body).toMatchObject({ uuid, job_status: 'completed', seed: 7, info: expect.any(String) });
    expect((message.body['images'] as string[]).map(isPng)).toEqual([true]);
  });

  it('keeps the secret of its webhook to itself', async () => {
    const accepted = await builder.post<{ uuid: string }>('/sdapi/v1/txt2img', avatar());
    const details = JSON.stringify(await bench.running.api.details(accepted.json.uuid));
    expect(details).not.toContain('the key of this request');
  });

  it('lists its jobs in its own words', async () => {
    const [newest] = (await builder.get<Json[]>('/sdapi/v1/jobs')).json;
    expect(Object.keys(newest ?? {}).sort()).toEqual(
      ['uuid', 'job_status', 'workflow', 'retry_count', 'progress', 'created_at'].sort(),
    );
    expect((await builder.get<Json[]>('/sdapi/v1/jobs?limit=1')).json).toHaveLength(1);
  });

  it('cancels a job that runs, and forgets one that has ended', async () => {
    const { uuid } = (await builder.post<{ uuid: string }>('/sdapi/v1/txt2img', avatar({ steps: 900 }))).json;
    await eventually(async () => (await job(uuid)).job_status === 'processing');
    expect((await builder.send('DELETE', `/sdapi/v1/jobs/${uuid}`)).status).toBe(204);
    expect((await job(uuid)).job_status).toBe('canceled');
    expect((await builder.send('DELETE', `/sdapi/v1/jobs/${uuid}`)).status).toBe(204);
    expect((await builder.send('DELETE', `/sdapi/v1/jobs/${uuid}`)).status).toBe(404);
    expect((await builder.get(`/sdapi/v1/jobs/${uuid}`)).status).toBe(404);
  });

  it('reads why a job failed', async () => {
    const { uuid } = (
      await builder.post<{ uuid: string }>(
        '/sdapi/v1/txt2img',
        avatar({ override_settings: { sd_model_checkpoint: 'none' } }),
      )
    ).json;
    await eventually(async () => (await job(uuid)).job_status === 'error');
    const errors = (await builder.get<Json[]>('/sdapi/v1/errors?limit=10')).json;
    expect(errors).toEqual([{ uuid, error: expect.stringContaining('none') }]);
    expect((await builder.get('/sdapi/v1/errors?limit=0')).status).toBe(422);
  });

  it('reads models and LoRAs as bare arrays, and one of them by name', async () => {
    const models = (await builder.get<{ title: string; model_name: string }[]>('/sdapi/v1/sd-models')).json;
    const loras = (await builder.get<{ name: string }[]>('/sdapi/v1/loras')).json;
    const [model] = models;
    for (const id of [model!.title, model!.model_name]) {
      expect((await builder.get(`/sdapi/v1/sd-models/${encodeURIComponent(id)}`)).json).toEqual(model);
    }
    expect((await builder.get(`/sdapi/v1/loras/${loras[0]!.name}`)).json).toEqual(loras[0]);
    expect((await builder.get('/sdapi/v1/sd-models/none')).status).toBe(404);
    expect((await builder.get('/sdapi/v1/loras/none')).status).toBe(404);
    expect((await builder.get<Json[]>('/sdapi/v1/workflows')).json[0]).toEqual({
      workflow: 'txt2img',
      steps: expect.any(Array),
    });
  });

  it('is told which field of its webhook is wrong', async () => {
    const answer = await builder.post<{ detail: { loc: string[] }[] }>(
      '/sdapi/v1/txt2img',
      avatar({ webhookUrl: 'nowhere' }),
    );
    expect(answer.status).toBe(422);
    expect(answer.json.detail[0]?.loc).toEqual(['body', 'webhookUrl']);
  });

  it('is refused with another token', async () => {
    const stranger = bench.client({ authorization: 'Bearer something-else-entirely' });
    expect((await stranger.get('/sdapi/v1/jobs')).status).toBe(401);
  });
});
