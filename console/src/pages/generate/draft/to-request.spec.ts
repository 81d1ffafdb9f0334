import { describe, expect, it } from '@jest/globals';
import { FIRST_DRAFT, type Draft, type Params } from './draft';
import { fillFrom } from './from-params';
import { readDraft } from './stored-draft';
import { NO_PICTURES, readScripts, toRequest } from './to-request';

const draft = (params: Params, rest: Partial<Draft> = {}): Draft => ({ ...FIRST_DRAFT, params, ...rest });
const sent = (one: Draft, pictures = NO_PICTURES): Params => toRequest(one, pictures).generation_params;
const pictures = { init: 'data:image/png;base64,AAAA', mask: 'data:image/png;base64,BBBB', more: {} };

describe('toRequest', () => {
  it('sends what is given and leaves out what is empty', () => {
    const params = { prompt: 'a cat', negative_prompt: '', steps: undefined, seed: 0 };
    expect(toRequest(draft(params, { server: 'lab' }), NO_PICTURES)).toEqual({
      generation_params: { prompt: 'a cat', seed: 0 },
      app_type: 'forge',
      target_server_alias: 'lab',
      source_info: 'console',
    });
  });

  it('sends nothing of a hires fix that is off', () => {
    const params = { prompt: 'x', enable_hr: undefined, hr_scale: 2, denoising_strength: 0.5 };
    expect(sent(draft(params))).toEqual({ prompt: 'x' });
    expect(sent(draft({ ...params, enable_hr: true }))).toMatchObject({
      hr_scale: 2,
      denoising_strength: 0.5,
    });
  });

  it('sends a picture and its mask in the modes that use them', () => {
    const params = { prompt: 'x', enable_hr: true, hr_scale: 2, denoising_strength: 0.5, mask_blur: 8 };
    expect(sent(draft(params), pictures)).not.toHaveProperty('init_images');
    expect(sent(draft(params, { mode: 'image' }), pictures)).toEqual({
      prompt: 'x',
      denoising_strength: 0.5,
      init_images: [pictures.init],
    });
    expect(sent(draft(params, { mode: 'inpaint' }), pictures)).toEqual({
      prompt: 'x',
      denoising_strength: 0.5,
      mask_blur: 8,
      init_images: [pictures.init],
      mask: pictures.mask,
    });
  });

  it('takes the scripts from their own field', () => {
    const one = draft(
      { prompt: 'x', alwayson_scripts: { old: {} } },
      { scripts: '{"ControlNet":{"args":[]}}' },
    );
    expect(sent(one)).toEqual({ prompt: 'x', alwayson_scripts: { ControlNet: { args: [] } } });
  });

  it('sends all that a form of another kind has', () => {
    const params = { text: 'x', hr_scale: 3, mask: 'm' };
    expect(sent(draft(params, { appType: 'echo' }))).toEqual(params);
  });

  it('says when, in the time of the world', () => {
    const request = toRequest(draft({}, { notBefore: '2026-11-20T18:00', priority: 8 }), NO_PICTURES);
    expect(request).toMatchObject({ priority: 8, not_before: new Date('2026-11-20T18:00').toISOString() });
  });
});

describe('readScripts', () => {
  it('takes an object and nothing else', () => {
    expect(readScripts('  ')).toEqual({ value: null, problem: null });
    expect(readScripts('{"a":1}').value).toEqual({ a: 1 });
    expect(readScripts('[1]').problem).not.toBeNull();
    expect(readScripts('{').problem).not.toBeNull();
  });
});

describe('fillFrom', () => {
  it('fills what is named, and puts the rest back to where a form starts', () => {
    const before = draft({ prompt: 'old', enable_hr: true, hr_scale: 3, checkpoint_name: 'kept', eta: 0.3 });
    const { draft: after, taken } = fillFrom(before, { positive_prompt: 'new', sampler: 'Euler', seed: 5 });
    expect(after.params).toMatchObject({
      prompt: 'new',
      sampler_name: 'Euler',
      seed: 5,
      checkpoint_name: 'kept',
    });
    expect(after.params).not.toHaveProperty('enable_hr');
    expect(after.params).not.toHaveProperty('eta');
    expect(taken.sort()).toEqual(['prompt', 'sampler_name', 'seed']);
  });

  it('writes LoRAs into the prompt, each once', () => {
    const loras = [{ name: 'ink', weight: 0.5 }, 'oil', { name: 'ink', weight: 0.7 }, { weight: 1 }];
    expect(fillFrom(FIRST_DRAFT, { prompt: 'a', loras }).draft.params['prompt']).toBe(
      'a <lora:ink:0.7> <lora:oil:1>',
    );
  });

  it('takes no picture, which is only the stump of one', () => {
    const { draft: after, taken } = fillFrom(draft({}, { mode: 'image' }), {
      prompt: 'x',
      init_images: ['…'],
    });
    expect(after.mode).toBe('text');
    expect(taken).toEqual(['prompt']);
  });

  it('is what a request was made from', () => {
    const params = {
      prompt: 'x',
      negative_prompt: 'y',
      width: 640,
      height: 512,
      steps: 9,
      seed: 3,
      cfg_scale: 4,
    };
    const scripts = JSON.stringify({ A: { args: [1] } }, null, 2);
    const request = sent(draft(params, { scripts }));
    const { draft: after } = fillFrom(FIRST_DRAFT, request);
    expect(sent(after)).toEqual({ ...request, batch_size: 1, n_iter: 1 });
  });
});

describe('a stored form', () => {
  it('comes back as it was, but for its time', () => {
    const one = draft(
      { prompt: 'x' },
      { server: 'lab', mode: 'image', priority: 7, notBefore: '2026-01-01T00:00' },
    );
    expect(readDraft(JSON.stringify(one))).toEqual({ ...one, notBefore: '' });
  });

  it('is a new one when it is broken', () => {
    expect(readDraft(null)).toEqual(FIRST_DRAFT);
    expect(readDraft('{"params":[],"mode":"x","priority":99}')).toEqual(FIRST_DRAFT);
    expect(readDraft('not json')).toEqual(FIRST_DRAFT);
  });
});
