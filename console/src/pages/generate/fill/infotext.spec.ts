import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paramsOfInfotext } from './infotext';
import { looksLikeParameters } from './looks-like-parameters';

/** Copied from images that a running Forge (dfdcbab6) made; the server reads the same ones. */
const forge = JSON.parse(
  readFileSync(join(process.cwd(), 'src/common/fixtures/forge-infotexts.json'), 'utf8'),
) as Record<string, string>;
const LINE = 'Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x768';

describe('infotext', () => {
  it('is read as Forge writes it', () => {
    expect(paramsOfInfotext(forge['negative']!)).toEqual({
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
    expect(paramsOfInfotext(forge['hr']!)).toMatchObject({
      enable_hr: true,
      hr_scale: 1.5,
      hr_second_pass_steps: 3,
      hr_prompt: 'a dog',
      denoising_strength: 0.55,
    });
    expect(paramsOfInfotext(forge['lora']!)?.['prompt']).toBe(
      'a cat <lora:dummyLora:0.8> <lora:inkStyle_v2:1>',
    );
    expect(paramsOfInfotext(forge['refiner']!)).toMatchObject({ refiner_switch_at: 0.5 });
    expect(paramsOfInfotext(forge['clipskip']!)).toMatchObject({ clip_skip: 2 });
  });

  it('keeps lines of the prompt that look like parameters', () => {
    const read = paramsOfInfotext(forge['newlines']!);
    expect(read).toMatchObject({
      prompt: 'a cat\nsitting: on, a "mat"\nSteps: 99',
      negative_prompt: 'x\ny',
      steps: 2,
    });
  });

  it('unquotes, and takes bare JSON out before the line is split', () => {
    const hashes = 'Hashes: {"model":"abc", "Seed: 5, x":"y"}';
    expect(
      paramsOfInfotext(`x\n${LINE}, Hires prompt: "a \\"dog\\", big", ${hashes}, Model: foo`),
    ).toMatchObject({
      hr_prompt: 'a "dog", big',
      seed: 1,
      checkpoint_name: 'foo',
    });
  });

  it('leaves out what makes no sense and what was before the templates', () => {
    const read = paramsOfInfotext(`a\nTemplate: {a|b}\nSteps: 20, Sampler: Undefined, Seed: 0, CFG scale: x`);
    expect(read).toEqual({ prompt: 'a', negative_prompt: '', steps: 20, seed: 0 });
  });

  it('is none without a line of parameters', () => {
    expect(paramsOfInfotext('a cat, color: red')).toBeNull();
    expect(paramsOfInfotext('')).toBeNull();
  });

  it('is read in time that grows with its length', () => {
    const started = performance.now();
    for (const text of ['a'.repeat(400_000), 'ab:"'.repeat(100_000), 'Hashes: {'.repeat(40_000)])
      paramsOfInfotext(`Steps: 1, ${text}`);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('looksLikeParameters', () => {
  it('tells a pasted infotext from a pasted prompt', () => {
    expect(looksLikeParameters(forge['plain']!)).toBe(true);
    expect(looksLikeParameters('{"3":{"class_type":"KSampler"}}')).toBe(true);
    expect(looksLikeParameters('a cat, Steps: many, nice')).toBe(false);
    expect(looksLikeParameters('{red|blue} sky')).toBe(false);
  });
});
