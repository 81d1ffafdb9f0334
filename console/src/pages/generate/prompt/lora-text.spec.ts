import { describe, expect, it } from '@jest/globals';
import { lorasIn, removeLora, setLora } from './lora-text';

describe('LoRAs in the text', () => {
  it('are read with their weights; without one it is 1', () => {
    expect(lorasIn('a <lora:ink:0.8> b <LORA:wide name> c <lora:te:0.5:0.7>')).toMatchObject([
      { name: 'ink', weight: 0.8 },
      { name: 'wide name', weight: 1 },
      { name: 'te', weight: 0.5 },
    ]);
    expect(lorasIn('a < b, <hypernet:x:1>')).toEqual([]);
  });

  it('are added at the end, and changed where they stand', () => {
    expect(setLora('', 'ink', 1)).toBe('<lora:ink:1>');
    expect(setLora('a cat', 'ink', 0.8)).toBe('a cat <lora:ink:0.8>');
    expect(setLora('<lora:Ink:1>, a cat', 'ink', 0.6500001)).toBe('<lora:Ink:0.65>, a cat');
  });

  it('are removed with the gap that they leave', () => {
    expect(removeLora('a <lora:ink:1> cat', 'ink')).toBe('a cat');
    expect(removeLora('a cat <lora:ink:1>', 'INK')).toBe('a cat');
    expect(removeLora('<lora:a:1> <lora:b:1> x <lora:a:2>', 'a')).toBe('<lora:b:1> x');
    expect(removeLora('two  spaces', 'ink')).toBe('two  spaces');
  });

  it('come back from the text as they were put in', () => {
    const text = setLora(setLora('a', 'one', 0.5), 'two', -1.25);
    expect(lorasIn(text).map(({ name, weight }) => [name, weight])).toEqual([
      ['one', 0.5],
      ['two', -1.25],
    ]);
  });
});
