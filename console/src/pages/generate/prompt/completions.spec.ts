import { describe, expect, it } from '@jest/globals';
import { beginningAt, completionsFor, isDynamic } from './completions';

const known = {
  loras: ['inkStyle', 'pink', 'oil'],
  embeddings: ['EasyInk'],
  wildcards: [
    { name: 'places/city', options: 3 },
    { name: 'colour', options: null },
  ],
};
const at = (text: string) => beginningAt(text, text.length);

describe('what is being typed', () => {
  it('begins a LoRA or an embedding with <', () => {
    expect(at('a cat, <in')).toEqual({ kind: 'network', query: 'in', from: 7 });
    expect(at('a <lora:in')).toEqual({ kind: 'network', query: 'in', from: 2 });
    expect(at('a <lora:ink:0.')).toBeNull();
    expect(at('a <lora:ink:1> b')).toBeNull();
  });

  it('begins a wildcard with __, and ends it with the next one', () => {
    expect(at('in __pla')).toEqual({ kind: 'wildcard', query: 'pla', from: 3 });
    expect(at('in __place__')).toBeNull();
    expect(at('in __a__ and __b')).toEqual({ kind: 'wildcard', query: 'b', from: 13 });
  });

  it('is found far into a long text', () => {
    expect(at(`${'x'.repeat(5000)} <in`)).toMatchObject({ query: 'in', from: 5001 });
  });
});

describe('completions', () => {
  it('put what begins with the query first', () => {
    const found = completionsFor({ kind: 'network', query: 'ink', from: 0 }, known);
    expect(found.map(({ insert }) => insert)).toEqual(['<lora:inkStyle:1>', '<lora:pink:1>', 'EasyInk']);
  });

  it('write wildcards whole', () => {
    expect(completionsFor({ kind: 'wildcard', query: 'city', from: 0 }, known)[0]?.insert).toBe(
      '__places/city__',
    );
  });
});

describe('isDynamic', () => {
  it('tells prompts that draw from ones that do not', () => {
    expect(['{a|b}', '{2$$a|b}', 'in __places/city__'].map(isDynamic)).toEqual([true, true, true]);
    expect(['{a}', 'snake_case', 'a | b'].map(isDynamic)).toEqual([false, false, false]);
  });
});
