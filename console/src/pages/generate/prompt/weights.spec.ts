import { describe, expect, it } from '@jest/globals';
import { changeWeight } from './weights';

/** `|` marks the ends of the selection, or the caret. */
function weigh(marked: string, up = true): string | null {
  const start = marked.indexOf('|');
  const rest = marked.replace('|', '');
  const end = rest.includes('|') ? rest.indexOf('|') : start;
  const text = rest.replace('|', '');
  const edit = changeWeight(text, start, end, up);
  if (!edit) return null;
  const after = text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
  return [
    after.slice(0, edit.selectFrom),
    after.slice(edit.selectFrom, edit.selectTo),
    after.slice(edit.selectTo),
  ].join('|');
}

describe('the weight of what is selected', () => {
  it('begins at 1.1 or 0.9 and goes on from what is there', () => {
    expect(weigh('a |cat|')).toBe('a (|cat|:1.1)');
    expect(weigh('a |cat|', false)).toBe('a (|cat|:0.9)');
    expect(weigh('a (|cat|:1.1)')).toBe('a (|cat|:1.2)');
    expect(weigh('a (red |cat|:1.3) b', false)).toBe('a (|red cat|:1.2) b');
  });

  it('is the word at the caret when nothing is selected', () => {
    expect(weigh('a ca|t, dog')).toBe('a (|cat|:1.1), dog');
    expect(weigh('a ,| b')).toBeNull();
  });

  it('leaves no parentheses at 1', () => {
    expect(weigh('a (|cat|:1.1)', false)).toBe('a |cat|');
    expect(weigh('a (|cat|:0.9)')).toBe('a |cat|');
  });

  it('leaves out the space that a double click selects too', () => {
    expect(weigh('a |cat |dog')).toBe('a (|cat|:1.1) dog');
  });

  it('does not take escaped parentheses for a group', () => {
    expect(weigh('a \\(|cat|\\)')).toBe('a \\((|cat|:1.1)\\)');
  });

  it('changes a LoRA in its own smaller steps', () => {
    expect(weigh('x <lora:in|k:0.8>')).toBe('x |<lora:ink:0.85>|');
    expect(weigh('x <lora:in|k:0.05>', false)).toBe('x |<lora:ink:0>|');
  });

  it('never falls below nothing', () => {
    expect(weigh('(|cat|:0.05)', false)).toBe('(|cat|:0)');
  });
});
