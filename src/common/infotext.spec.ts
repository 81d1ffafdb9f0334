import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  paramsFromInfotext,
  parseHashList,
  parseInfotext,
  quoteInfotextValue,
  splitSizes,
} from './infotext.js';

const path = fileURLToPath(new URL('./fixtures/forge-infotexts.json', import.meta.url));
/** Copied from images that a running Forge (dfdcbab6) made. */
const forge = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
const fixture = (name: string): string => forge[name] ?? '';
const LINE = 'Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x768';

describe('parseInfotext', () => {
  it('reads a text that Forge wrote', () => {
    expect(parseInfotext(fixture('negative'))).toEqual({
      prompt: 'a cat',
      negativePrompt: 'bad, ugly',
      settings: {
        Steps: '2',
        Sampler: 'Euler',
        'Schedule type': 'Automatic',
        'CFG scale': '7.0',
        Seed: '1',
        Size: '256x256',
        'Model hash': '920ee116b5',
        Model: 'modelA',
        Version: 'f2.0.1v1.10.1-previous-669-gdfdcbab6',
      },
    });
  });

  it('keeps lines of the prompt that look like parameters', () => {
    const parsed = parseInfotext(fixture('newlines'));
    expect(parsed.prompt).toBe('a cat\nsitting: on, a "mat"\nSteps: 99');
    expect(parsed.negativePrompt).toBe('x\ny');
    expect(parsed.settings['Steps']).toBe('2');
  });

  it('keeps Unicode and HTML as written', () => {
    expect(parseInfotext(fixture('unicode')).prompt).toBe('кот 猫 🐈 <b>&amp;');
  });

  it('reads quoted lists', () => {
    const hashes = parseInfotext(fixture('lora')).settings['Lora hashes'];
    expect(parseHashList(hashes)).toEqual({ dummyLora: '954ceff5599a', inkStyle_v2: 'eabf93bb4497' });
  });

  it('unescapes quoted values and keeps badly quoted ones raw', () => {
    const parsed = parseInfotext(
      `x\n${LINE}, Hires prompt: "a \\"dog\\", big\\nand: red", TI hashes: "a\\q"`,
    );
    expect(parsed.settings['Hires prompt']).toBe('a "dog", big\nand: red');
    expect(parsed.settings['TI hashes']).toBe('"a\\q"');
  });

  it('takes a text without parameters as prompt', () => {
    expect(parseInfotext('a cat, color: red\nSteps: 20')).toEqual({
      prompt: 'a cat, color: red\nSteps: 20',
      negativePrompt: '',
      settings: {},
    });
  });

  it('reads texts with an empty prompt', () => {
    expect(parseInfotext(`Negative prompt: bad\n${LINE}`)).toMatchObject({
      prompt: '',
      negativePrompt: 'bad',
    });
    expect(parseInfotext(LINE)).toMatchObject({ prompt: '', settings: { Seed: '1' } });
  });

  it('drops dynamic-prompts templates before and after the parameters', () => {
    const after = parseInfotext(
      `a cat\n${LINE}\nTemplate: a {cat|dog}, x: y, z: w, q: r\nNegative Template: b`,
    );
    expect(after).toMatchObject({ prompt: 'a cat', settings: { Steps: '20' } });
    const before = parseInfotext(`a cat\nNegative prompt: bad\nTemplate: a {cat|dog}\n${LINE}`);
    expect(before).toMatchObject({ prompt: 'a cat', negativePrompt: 'bad' });
  });

  it('takes bare JSON out of the line before it is split at commas', () => {
    const resources = '[{"type":"checkpoint","modelVersionId":1,"name":"a ] , Seed: 5"},{"weight":0.5}]';
    const parsed = parseInfotext(
      `x\n${LINE}, Civitai resources: ${resources}, Hashes: {"model":"abc","lora:x":"def"}, Model: foo`,
    );
    expect(parsed.settings['Civitai resources']).toBe(resources);
    expect(parsed.settings['Hashes']).toBe('{"model":"abc","lora:x":"def"}');
    expect(parsed.settings).toMatchObject({ Seed: '1', Model: 'foo' });
    expect(Object.keys(parsed.settings)).not.toContain('modelVersionId');
  });

  it('is not confused by JSON documents of other programs', () => {
    expect(parseInfotext('{"sui_image_params": {"prompt": "x, Steps: 2, a b: c"}}').settings).toEqual({});
  });

  it('drops empty values and splits sizes on demand', () => {
    const { settings } = parseInfotext(`x\n${LINE}, Model: , Version: v1`);
    expect(settings).not.toHaveProperty('Model');
    expect(splitSizes(settings)).toMatchObject({ 'Size-1': '512', 'Size-2': '768', Size: '512x768' });
  });

  it('stays quick on hostile text', () => {
    const started = Date.now();
    for (const text of [
      'a'.repeat(400_000),
      ' '.repeat(400_000) + 'x',
      'ab:"'.repeat(100_000),
      '{"a":['.repeat(60_000),
      'Hashes: {, '.repeat(90_000),
      'жя '.repeat(330_000),
      'ab:,'.repeat(250_000),
      'x x '.repeat(250_000) + ':',
    ]) {
      parseInfotext(`Steps: 1, ${text}`);
    }
    expect(Date.now() - started).toBeLessThan(5000);
  });

  it('begins keys where the web UI does', () => {
    const long = 'a'.repeat(300);
    const { settings } = parseInfotext(`Steps: 20, -_ b/c-d: 1, e:: f g: 2, ${long}: 3, x: y: z, Seed: 1`);
    expect(settings).toEqual({ Steps: '20', '_ b/c-d': '1', 'f g': '2', ['a'.repeat(121)]: '3', Seed: '1' });
  });

  it('gives back what was written by the rules of the web UI', () => {
    const value = fc.string({ minLength: 1 }).filter((s) => s.trim() === s && !/^"|[\r]|^\[|^\{/.test(s));
    const word = fc.stringMatching(/^[a-z]{1,12}( [a-z(){}:,.]{1,12}){0,4}$/).filter((s) => !/:/.test(s));
    fc.assert(
      fc.property(word, word, value, value, (prompt, negative, upscaler, model) => {
        const text = `${prompt}\nNegative prompt: ${negative}\n${LINE}, Hires upscaler: ${quoteInfotextValue(upscaler)}, Model: ${quoteInfotextValue(model)}`;
        expect(parseInfotext(text)).toMatchObject({
          prompt,
          negativePrompt: negative,
          settings: { Seed: '1', 'Hires upscaler': upscaler, Model: model },
        });
      }),
    );
  });
});

describe('paramsFromInfotext', () => {
  const params = (text: string) => paramsFromInfotext(parseInfotext(text));

  it('names the parameters as the API does', () => {
    expect(params(fixture('negative'))).toEqual({
      prompt: 'a cat',
      negative_prompt: 'bad, ugly',
      steps: 2,
      sampler_name: 'Euler',
      scheduler: 'Automatic',
      cfg_scale: 7,
      seed: 1,
      width: 256,
      height: 256,
      checkpoint_name: 'modelA [920ee116b5]',
    });
  });

  it('reads hires fix, refiner and clip skip', () => {
    expect(params(fixture('hr'))).toMatchObject({
      enable_hr: true,
      hr_scale: 1.5,
      hr_upscaler: 'Latent',
      hr_second_pass_steps: 3,
      hr_prompt: 'a dog',
      hr_cfg: 5,
      hr_additional_modules: ['Use same choices'],
      denoising_strength: 0.55,
    });
    expect(params(fixture('refiner'))).toMatchObject({
      refiner_checkpoint: 'modelB [582913e040]',
      refiner_switch_at: 0.5,
    });
    expect(params(fixture('clipskip'))).toMatchObject({ clip_skip: 2 });
  });

  it('keeps seed 0 and leaves out what makes no sense', () => {
    const read = params('x\nSteps: many, Sampler: Undefined, Seed: 0, CFG scale: 7, Hires upscaler: None');
    expect(read).toMatchObject({ seed: 0, cfg_scale: 7, hr_upscaler: 'None' });
    expect(read).not.toHaveProperty('sampler_name');
    expect(read).not.toHaveProperty('steps');
    expect(params(`x\n${LINE}, Hires upscaler: Undefined`)).not.toHaveProperty('hr_upscaler');
  });

  it('collects numbered modules and options', () => {
    expect(params(`x\n${LINE}, Module 1: ae, Module 2: clip_l, ENSD: 31337, RNG: CPU`)).toMatchObject({
      modules: ['ae', 'clip_l'],
      override_settings: { eta_noise_seed_delta: 31337, randn_source: 'CPU' },
    });
  });
});
