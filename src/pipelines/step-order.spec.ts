import { describe, expect, it } from '@jest/globals';
import { orderOf } from './step-order.js';

describe(orderOf.name, () => {
  it('puts each step behind all that it waits for or takes from, and leaves the rest as it came', () => {
    const { order, problems } = orderOf([
      { name: 'sheet', after: ['large'], takes: { seed: { from: 'draw' } } },
      { name: 'other' },
      { name: 'large', takes: { images: { from: 'draw' } } },
      { name: 'draw' },
    ]);
    expect([order, problems]).toEqual([[1, 3, 2, 0], []]);
  });

  it('names who waits for itself and the way round, and not those behind', () => {
    const { order, problems } = orderOf([
      { name: 'a', after: ['c'] },
      { name: 'b', takes: { images: { from: 'a' } } },
      { name: 'c', after: ['b'] },
      { name: 'behind', after: ['a'] },
      { name: 'self', after: ['self'] },
    ]);
    expect(order).toEqual([]);
    expect(problems).toEqual([
      { path: 'steps.0', message: 'waits for itself: a → c → b → a' },
      { path: 'steps.1', message: 'waits for itself: b → a → c → b' },
      { path: 'steps.2', message: 'waits for itself: c → b → a → c' },
      { path: 'steps.4', message: 'waits for itself: self → self' },
    ]);
  });

  it('names unknown and double names where they stand', () => {
    const { problems } = orderOf([
      { name: 'a', after: ['x'] },
      { name: 'b', takes: { images: { from: 'y' }, seed: { from: 'z' } } },
      { name: 'a' },
    ]);
    const paths = problems.map(({ path }) => path);
    expect(paths).toEqual([
      'steps.0.name',
      'steps.0.after.0',
      'steps.1.takes.images.from',
      'steps.1.takes.seed.from',
    ]);
  });
});
