import { describe, expect, it } from '@jest/globals';
import { markWords, pairFacts } from './parameter-differences';

describe('two images beside each other', () => {
  it('differ where a value differs, or only one has it', () => {
    const pairs = pairFacts(
      [
        { name: 'Model', value: 'modelA' },
        { name: 'Steps', value: '20' },
        { name: 'Hires', value: '2' },
      ],
      [
        { name: 'Model', value: 'modelA' },
        { name: 'Steps', value: '30' },
        { name: 'Seed', value: '7' },
      ],
    );
    expect(pairs).toEqual([
      { name: 'Model', a: 'modelA', b: 'modelA', differs: false },
      { name: 'Steps', a: '20', b: '30', differs: true },
      { name: 'Hires', a: '2', b: null, differs: true },
      { name: 'Seed', a: null, b: '7', differs: true },
    ]);
  });

  it('differ in those parts of the prompt that the other lacks, wherever they stand', () => {
    const marked = markWords('a fox, Golden  hour,\n35mm', '35mm, golden hour, a wolf');
    expect(marked).toEqual([
      { word: 'a fox', isOnlyHere: true },
      { word: 'Golden  hour', isOnlyHere: false },
      { word: '35mm', isOnlyHere: false },
    ]);
  });

  it('have no words where there is no prompt', () => {
    expect(markWords('', 'a fox')).toEqual([]);
    expect(markWords('a fox', '')).toEqual([{ word: 'a fox', isOnlyHere: true }]);
  });
});
