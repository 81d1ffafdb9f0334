import { describe, expect, it } from '@jest/globals';
import { readDoorBody, rememberedOf } from './door-body.js';

describe(readDoorBody.name, () => {
  it('keeps neither the login that SillyTavern sends along, nor a key, nor the webhook', () => {
    const body = {
      prompt: 'p',
      url: 'http://u',
      auth: 'a:b',
      api_key: 'k',
      api_secret: 's',
      webhookUrl: 'https://example.org',
      webhookKey: 'secret',
    };
    const read = readDoorBody('txt2img', body);
    expect(read.asked).toEqual({ prompt: 'p' });
    expect(read.params).toEqual({ prompt: 'p', steps: 50 });
    expect(read.webhook).toEqual({ url: 'https://example.org', secret: 'secret' });
  });

  it('takes A1111’s default for what is not given, and null as not given', () => {
    expect(readDoorBody('txt2img', { prompt: 'p', sampler_name: null }).params).toEqual({
      prompt: 'p',
      steps: 50,
    });
    expect(readDoorBody('txt2img', { steps: 3 }).params).toEqual({ steps: 3 });
    expect(readDoorBody('txt2img', { infotext: 'Steps: 7' }).params).toEqual({ infotext: 'Steps: 7' });
  });

  it('tells the two calls apart by their address, not by the body', () => {
    expect(readDoorBody('txt2img', { init_images: ['x'], mask: 'm' }).params).toEqual({ steps: 50 });
    expect(readDoorBody('img2img', { init_images: ['x'] }).params).toMatchObject({ init_images: ['x'] });
    expect(() => readDoorBody('img2img', { prompt: 'p' })).toThrow('status 404');
  });

  it('refuses what is no object, and a webhook that is no address', () => {
    expect(() => readDoorBody('txt2img', [])).toThrow('object');
    expect(() => readDoorBody('txt2img', { webhookUrl: 5 })).toThrow('webhookUrl');
    expect(() => readDoorBody('txt2img', { webhookUrl: 'https://example.org', webhookKey: {} })).toThrow(
      'webhookKey',
    );
  });

  it('remembers the images of a request only where it wants them back', () => {
    const read = readDoorBody('img2img', { init_images: ['x'], prompt: 'p' });
    expect(rememberedOf(read).asked).toEqual({ init_images: null, prompt: 'p' });
    const wanting = readDoorBody('img2img', { init_images: ['x'], include_init_images: true });
    expect(rememberedOf(wanting).asked).toMatchObject({ init_images: ['x'] });
  });
});
