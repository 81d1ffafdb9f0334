// LibreChat's Stable Diffusion tool: one request, no way to send a login, so its key is in the address.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DoorBench, isPng, type Generated } from './door-bench.js';

let bench: DoorBench;
let token: string;
beforeAll(async () => {
  bench = await DoorBench.open();
  await bench.serve('forge');
  token = await bench.pathToken('LibreChat', { settings: { sdapi_mode: 'sync' } });
});
afterAll(() => bench.close());

const payload = {
  prompt: 'a cat',
  negative_prompt: 'a dog',
  cfg_scale: 4.5,
  steps: 22,
  width: 1024,
  height: 1024,
};

describe('LibreChat', () => {
  it('gets a bare base64 image and what it shows of it', async () => {
    const answer = await bench.client({}, `/k/${token}`).post<Generated>('/sdapi/v1/txt2img', payload);
    expect(answer.status).toBe(200);
    const [image = ''] = answer.json.images;
    expect(image.split(',', 1)[0]).toBe(image);
    expect(isPng(image)).toBe(true);
    expect(typeof answer.json.info).toBe('string');
    const info = JSON.parse(answer.json.info) as {
      infotexts: string[];
      seed: number;
      width: number;
      height: number;
    };
    expect(info.infotexts[0]).toContain('a cat');
    expect(info).toMatchObject({ seed: expect.any(Number), width: 1024, height: 1024 });
  });

  it('is refused with another token', async () => {
    const answer = await bench.client({}, '/k/not-a-token').post('/sdapi/v1/txt2img', payload);
    expect([answer.status, answer.json]).toEqual([401, { detail: 'Incorrect username or password' }]);
  });
});
