import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../common/json.js';
import { readWebuiParams } from './read-params.js';
import { summarizeWebuiParams } from './summarize-params.js';

const read = (raw: JsonObject) => readWebuiParams(raw, { truncateFractions: false });
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** The head of a PNG of 30000 × 30000 pixels. */
const PIXEL_BOMB = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  Buffer.from('00007530000075300802000000', 'hex'),
  Buffer.alloc(40),
]).toString('base64');

describe('readWebuiParams', () => {
  it('fills in our defaults and draws a seed', () => {
    const { params, problems, warnings } = read({ positive_prompt: 'a cat' });
    expect(problems).toEqual([]);
    expect(warnings).toEqual([]);
    expect(params).toMatchObject({
      prompt: 'a cat',
      steps: 20,
      width: 512,
      height: 512,
      cfg_scale: 7,
      n_iter: 1,
    });
    expect(params).not.toHaveProperty('positive_prompt');
    expect(params['seed']).toBeGreaterThanOrEqual(0);
    expect(params['seed']).toBeLessThanOrEqual(4294967293);
  });

  it.each([[null], [''], ['  '], [-1], ['-1'], [undefined]])('draws a random seed for %j', (seed) => {
    expect(read({ seed }).params['seed']).toBeGreaterThanOrEqual(0);
  });

  it('keeps seed 0, given as number or text', () => {
    expect(read({ seed: 0 }).params['seed']).toBe(0);
    expect(read({ seed: '0' }).params['seed']).toBe(0);
  });

  it('draws a variation seed only when it is used', () => {
    expect(read({ subseed: -1, subseed_strength: 0.5 }).params['subseed']).toBeGreaterThanOrEqual(0);
    expect(read({ subseed: -1 }).params['subseed']).toBe(-1);
  });

  it('reads numbers and switches given as text', () => {
    const { params, problems } = read({
      steps: '20',
      cfg_scale: '6.5',
      enable_hr: 'false',
      width: 512.0,
      tiling: 1,
    });
    expect(problems).toEqual([]);
    expect(params).toMatchObject({ steps: 20, cfg_scale: 6.5, enable_hr: false, tiling: true });
  });

  it('refuses 20.5 steps as Forge does, and cuts them as A1111 does', () => {
    expect(read({ steps: 20.5 }).problems).toHaveLength(1);
    expect(readWebuiParams({ steps: 20.5 }, { truncateFractions: true }).params['steps']).toBe(20);
  });

  it.each([
    ['steps', 0],
    ['steps', 1001],
    ['steps', 'many'],
    ['width', 4],
    ['height', 20000],
    ['batch_size', 0],
    ['n_iter', 101],
    ['prompt', 5],
    ['styles', [1]],
    ['override_settings', [1]],
    ['alwayson_scripts', 'x'],
    ['denoising_strength', 2],
    ['hr_scale', 0.5],
    ['seed', 'abc'],
    ['seed', 2 ** 64],
    ['mask', PNG],
    ['init_images', ['https://example.com/a.png']],
    ['init_images', ['not base64 at all!!']],
  ])('names the field when %s is %j', (field, value) => {
    const { problems } = read({ prompt: 'x', [field]: value });
    expect(problems.map((problem) => problem.path.split('.')[0])).toContain(field);
  });

  it.each([
    ['http://10.0.0.1/a.png'],
    [' HTTPS://example.org/a.png'],
    ['ftp://example.org/a.png'],
    ['file:///etc/passwd'],
    [PIXEL_BOMB],
    [`data:image/png;base64,${PIXEL_BOMB}`],
  ])('finds unfit images inside scripts: %s', (image) => {
    const unit = { enabled: true, image: { image, mask: PNG } };
    const always = read({ prompt: 'x', alwayson_scripts: { ControlNet: { args: [PNG, unit] } } });
    expect(always.problems.map((problem) => problem.path)).toEqual([
      'alwayson_scripts.ControlNet.args.1.image.image',
    ]);
    const selected = read({ prompt: 'x', script_name: 's', script_args: [0, [image]] });
    expect(selected.problems.map((problem) => problem.path)).toEqual(['script_args.1.0']);
  });

  it('leaves images and words inside scripts alone', () => {
    const args = [
      PNG,
      `data:image/png;base64,${PNG}`,
      'a long prompt about http://example.org, '.repeat(10),
      1,
    ];
    expect(read({ prompt: 'x', alwayson_scripts: { A: { args } }, script_args: args }).problems).toEqual([]);
  });

  it('drops what looks like a secret, and says so of options', () => {
    const override_settings = {
      civitai_api_key: 'canary',
      eta_noise_seed_delta: 1,
      token_merging_ratio: 0.5,
    };
    const { params, warnings } = read({
      prompt: 'x',
      api_key: 'canary',
      api_secret: 'canary',
      override_settings,
    });
    expect(params['override_settings']).toEqual({ eta_noise_seed_delta: 1, token_merging_ratio: 0.5 });
    expect(warnings).toEqual([expect.stringContaining('override_settings.civitai_api_key')]);
    expect(JSON.stringify({ params, warnings })).not.toContain('canary');
  });

  it('keeps unknown keys and says that they are not sent', () => {
    const { params, warnings } = read({ prompt: 'x', job_delay: 5 });
    expect(params['job_delay']).toBe(5);
    expect(warnings).toEqual([expect.stringContaining('"job_delay"')]);
  });

  it('warns of sizes that will be rounded', () => {
    expect(read({ width: 100 }).warnings).toEqual([expect.stringContaining('96')]);
  });

  it('unifies the checkpoint, VAE, modules and clip skip of override_settings', () => {
    const { params } = read({
      prompt: 'x',
      override_settings: {
        sd_model_checkpoint: 'a.safetensors',
        forge_additional_modules: ['ae.safetensors'],
        CLIP_stop_at_last_layers: '2',
        eta_noise_seed_delta: 31337,
      },
    });
    expect(params).toMatchObject({
      checkpoint_name: 'a.safetensors',
      modules: ['ae.safetensors'],
      clip_skip: 2,
      override_settings: { eta_noise_seed_delta: 31337 },
    });
  });

  it('takes always-on scripts in every shape that clients send', () => {
    const { params, problems } = read({
      alwayson_scripts: {
        A: { args: [1] },
        B: [true, { x: 1 }],
        ControlNet: { units: [{ model: 'm' }] },
        D: {},
        E: { raw_args: [7] },
        stablequeue: [false, false, ''],
      },
    });
    expect(problems).toEqual([]);
    expect(params['alwayson_scripts']).toEqual({
      A: { args: [1] },
      B: { args: [true, { x: 1 }] },
      ControlNet: { args: [{ model: 'm' }] },
      D: {},
      E: { args: [7] },
    });
  });

  it('fills from an infotext what is not given beside it', () => {
    const { params } = read({
      infotext:
        'a dog\nNegative prompt: bad\nSteps: 7, Sampler: Euler a, CFG scale: 5, Seed: 3, Size: 256x320, Model: m',
      steps: 9,
    });
    expect(params).toMatchObject({
      prompt: 'a dog',
      negative_prompt: 'bad',
      steps: 9,
      seed: 3,
      width: 256,
      height: 320,
      checkpoint_name: 'm',
    });
    expect(params).not.toHaveProperty('infotext');
  });

  it('gives the same parameters when it reads its own result', () => {
    const once = read({ prompt: 'x', loras: [{ name: 'a', weight: '0.5' }, 'b'], init_images: [PNG] });
    expect(once.problems).toEqual([]);
    expect(read(once.params).params).toEqual(once.params);
  });

  it('names the part of a LoRA that is wrong', () => {
    expect(read({ loras: [{ name: 'a', weight: 'much' }] }).problems[0]?.path).toBe('loras.0.weight');
  });
});

describe('summarizeWebuiParams', () => {
  it('counts the images of all batches', () => {
    const { params } = read({ prompt: 'x', batch_size: 2, n_iter: 3, checkpoint_name: 'm' });
    expect(summarizeWebuiParams(params)).toMatchObject({
      prompt: 'x',
      images: 6,
      checkpoint: 'm',
      negativePrompt: null,
    });
  });
});
