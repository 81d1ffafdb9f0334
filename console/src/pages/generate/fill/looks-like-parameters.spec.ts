import { describe, expect, it } from '@jest/globals';
import { looksLikeGraph, looksLikeParameters } from './looks-like-parameters';

describe(looksLikeParameters.name, () => {
  it('tells a pasted infotext from a pasted prompt', () => {
    expect(looksLikeParameters('a cat\nSteps: 2, Sampler: Euler, CFG scale: 7.0, Seed: 1')).toBe(true);
    expect(looksLikeParameters('{"3":{"class_type":"KSampler"}}')).toBe(true);
    expect(looksLikeGraph('Steps: 2, Sampler: Euler')).toBe(false);
    expect(looksLikeParameters('a cat, Steps: many, nice')).toBe(false);
    expect(looksLikeParameters('{red|blue} sky')).toBe(false);
  });
});
