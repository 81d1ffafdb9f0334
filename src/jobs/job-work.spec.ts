import { describe, expect, it } from '@jest/globals';
import type { ParamsSummary } from '../dispatch/contract/index.js';
import { modelName, modelOf, workOf } from './job-work.js';

const summary = (given: Partial<ParamsSummary> = {}): ParamsSummary => ({
  prompt: null,
  negativePrompt: null,
  width: 1000,
  height: 1000,
  steps: 20,
  images: 1,
  seed: null,
  checkpoint: null,
  ...given,
});

describe(workOf.name, () => {
  it('is megapixels times steps times images', () => {
    expect(workOf({}, summary())).toBe(20);
    expect(workOf({}, summary({ images: 6, width: 500 }))).toBe(60);
  });

  it('adds the hires pass at its own size and steps', () => {
    const hires = { enable_hr: true, hr_scale: 2, denoising_strength: 0.5 };
    expect(workOf(hires, summary())).toBe(20 + 4 * 10);
    expect(workOf({ ...hires, hr_second_pass_steps: 6 }, summary())).toBe(20 + 4 * 3);
    expect(workOf({ ...hires, hr_resize_x: 1000, hr_resize_y: 3000 }, summary())).toBe(20 + 3 * 10);
  });

  it('counts the steps that image to image really makes', () => {
    expect(workOf({ init_images: ['x'], denoising_strength: 0.5, enable_hr: true }, summary())).toBe(10);
  });
});

describe('the name of a model', () => {
  it.each(['Pony/Real v8.safetensors [0123abcdef]', 'C:\\models\\real V8.ckpt', 'real v8'])(
    'is one for %j',
    (name) => {
      expect(modelName(name)).toBe('real v8');
    },
  );

  it('is what the server says it used, else what was asked for', () => {
    expect(modelOf('a.safetensors', { info: '{"sd_model_name":"B"}' })).toBe('b');
    expect(modelOf('a.safetensors', { info: 'no json' })).toBe('a');
    expect(modelOf(null)).toBe('');
  });
});
