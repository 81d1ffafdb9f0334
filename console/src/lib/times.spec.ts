import { describe, expect, it } from '@jest/globals';
import { sayDuration } from './times';

describe(sayDuration.name, () => {
  it.each([
    [89.4, '89 s'],
    [90, '2 min'],
    [5_399, '90 min'],
    [7_800, '2 h 10 min'],
    [86_380, '24 h'],
    [86_340, '23 h 59 min'],
    [200_000, '2 days'],
  ])('says %d seconds as %s', (seconds, words) => {
    expect(sayDuration(seconds)).toBe(words);
  });
});
