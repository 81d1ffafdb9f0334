import { afterAll, describe, expect, it } from '@jest/globals';
import { readParameters } from './images/parameters-reader.js';
import { compare } from './testing/compare.js';
import { load, mask, repeat, shapeOf } from './testing/recorded.js';
import type { Recorded, RecordedInfotext } from './testing/recorded.js';
import { closeAll, startQuick as start } from './testing/simulator-client.js';

afterAll(closeAll);

describe('a simulated forge repeats what the real one answered', () => {
  describe('with a broken checkpoint', () => {
    const recordings = load<Recorded[]>('forge-failures').slice(15);
    const simulator = start({
      models: [
        'modelA.safetensors',
        'brokenModel.safetensors',
        'modelB.safetensors',
        'Pony/dummyPony_v1.safetensors',
      ],
      knobs: { brokenModel: 'brokenModel.safetensors' },
    }).then(async (started) => {
      await repeat(started, {
        name: 'load modelA',
        method: 'POST',
        path: '/sdapi/v1/txt2img',
        body: '{"steps":1}',
        status: 200,
      });
      return started;
    });
    it.each(recordings.map((one, i) => [`${i}: ${one.name}`, one] as const))('%s', async (_, recorded) => {
      const repeated = await repeat(await simulator, recorded);
      expect(repeated.status).toBe(recorded.status);
      if (recorded.answer && !recorded.path.endsWith('sd-models'))
        expect(shapeOf(repeated.answer)).toEqual(shapeOf(recorded.answer));
      if (recorded.status === 500) expect(repeated.answer).toEqual(recorded.answer);
    });
  });

  describe('with --api-auth', () => {
    const simulator = start({ apiAuth: { user: 'user', password: 'pass' } });
    it.each(load<Recorded[]>('forge-auth').map((one, i) => [`${i}: ${one.name}`, one] as const))(
      '%s',
      async (_, recorded) => {
        const repeated = await repeat(await simulator, recorded);
        if (recorded.path.endsWith('/memory') && recorded.status === 200) {
          expect(shapeOf(repeated.answer)).toEqual(shapeOf(recorded.answer));
        } else compare(recorded, repeated);
      },
    );
  });

  describe('with --nowebui', () => {
    const simulator = start({ nowebui: true });
    it.each(load<Recorded[]>('forge-nowebui').map((one) => [one.name, one] as const))(
      '%s',
      async (_, recorded) => {
        const repeated = await repeat(await simulator, recorded);
        if (/memory|sd-models/.test(recorded.path)) expect(repeated.status).toBe(200);
        else compare(recorded, repeated);
      },
    );
  });

  describe('in the infotexts of its pictures', () => {
    // The real server had this option saved already, or the override below would have stayed.
    const clipSkip = {
      name: 'save',
      method: 'POST',
      path: '/sdapi/v1/options',
      body: '{"CLIP_stop_at_last_layers":1}',
      status: 200,
    };
    const simulator = start({}).then(async (started) => {
      await repeat(started, clipSkip);
      return started;
    });
    const common = { prompt: 'a cat', steps: 2, width: 256, height: 256, seed: 1 };
    it.each(load<RecordedInfotext[]>('forge-infotexts').map((one) => [one.name, one] as const))(
      '%s',
      async (name, recorded) => {
        const body = JSON.stringify({ ...common, ...recorded.body });
        const { answer } = await repeat(await simulator, {
          name,
          method: 'POST',
          path: '/sdapi/v1/txt2img',
          body,
          status: 200,
        });
        const { images, info } = answer as { images: string[]; info: string };
        const told = JSON.parse(info) as { infotexts: string[]; index_of_first_image: number };
        expect(mask(told.infotexts)).toEqual(mask(recorded.infotexts));
        expect(told.index_of_first_image).toBe(recorded.firstImage);
        const decoded = images.map((image) => Buffer.from(image, 'base64'));
        if (recorded.images.length === 0)
          return expect(decoded[0]?.subarray(0, 2).toString('hex')).toBe('ffd8');
        expect(decoded.map(headerOf)).toEqual(recorded.images);
        expect(decoded.map(chunkName)).toEqual(recorded.chunks);
        expect(await Promise.all(decoded.map(readParameters))).toEqual(told.infotexts);
      },
    );
  });
});

function headerOf(png: Buffer): [number, number, number] {
  return [png.readUInt32BE(16), png.readUInt32BE(20), png[25] === 6 ? 4 : 3];
}

function chunkName(png: Buffer): string {
  return png.toString('latin1', 37, 41);
}
