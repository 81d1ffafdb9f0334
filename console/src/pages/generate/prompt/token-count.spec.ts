import { describe, expect, it } from '@jest/globals';
import { countTokens } from './token-count';

describe('the estimate of tokens', () => {
  it('counts words and signs', () => {
    expect(countTokens('')).toEqual({ tokens: 0, limit: 75 });
    expect(countTokens('a cat, a dog').tokens).toBe(5);
  });

  it('leaves out what the web UIs take out', () => {
    expect(countTokens('(a cat:1.3) <lora:ink:0.8> [dog]').tokens).toBe(countTokens('a cat dog').tokens);
    expect(countTokens('a \\(cat\\)').tokens).toBe(4);
  });

  it('spells long words and other scripts', () => {
    expect(countTokens('incomprehensibilities').tokens).toBeGreaterThan(2);
    expect(countTokens('кот').tokens).toBe(3);
  });

  it('goes on in pieces of 75, which BREAK fills up', () => {
    expect(countTokens('cat '.repeat(76))).toEqual({ tokens: 76, limit: 150 });
    expect(countTokens('cat BREAK dog')).toEqual({ tokens: 76, limit: 150 });
  });
});
