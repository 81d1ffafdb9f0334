import { describe, expect, it } from '@jest/globals';
import { dropAll, extend, NOTHING_CHOSEN, rangeOf, toggle, toggleAll } from './selection';

const ORDER = ['a', 'b', 'c', 'd', 'e'];
const names = ({ chosen }: { chosen: ReadonlySet<string> }) => [...chosen].sort().join('');

describe('the selection', () => {
  it('takes an image and gives it back', () => {
    const one = toggle(NOTHING_CHOSEN, 'b');
    expect(names(one)).toBe('b');
    expect(names(toggle(one, 'b'))).toBe('');
  });

  it('extends from what was chosen last, in both directions', () => {
    expect(names(extend(toggle(NOTHING_CHOSEN, 'b'), 'd', ORDER))).toBe('bcd');
    expect(names(extend(toggle(NOTHING_CHOSEN, 'd'), 'b', ORDER))).toBe('bcd');
  });

  it('keeps its anchor, and what was chosen before, while ranges are drawn', () => {
    const first = toggle(toggle(NOTHING_CHOSEN, 'a'), 'c');
    const wide = extend(first, 'e', ORDER);
    expect(names(wide)).toBe('acde');
    expect(names(extend(wide, 'b', ORDER))).toBe('abcde');
  });

  it('begins with one where there is nothing to extend from', () => {
    expect(names(extend(NOTHING_CHOSEN, 'c', ORDER))).toBe('c');
    expect(names(extend({ chosen: new Set(), anchor: 'gone' }, 'c', ORDER))).toBe('c');
    expect(rangeOf(ORDER, null, 'c')).toEqual([]);
  });

  it('takes a whole day, and leaves it when all of it was chosen', () => {
    const day = toggleAll(toggle(NOTHING_CHOSEN, 'b'), ['b', 'c']);
    expect(names(day)).toBe('bc');
    expect(names(toggleAll(day, ['b', 'c']))).toBe('');
  });

  it('forgets what is gone', () => {
    const some = toggle(toggle(NOTHING_CHOSEN, 'a'), 'b');
    expect(dropAll(some, ['b'])).toEqual({ chosen: new Set(['a']), anchor: null });
  });
});
