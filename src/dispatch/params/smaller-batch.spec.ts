import { describe, expect, it } from '@jest/globals';
import { smallerBatch } from './smaller-batch.js';

describe(smallerBatch.name, () => {
  it.each([
    [4, 1, 2, 2],
    [4, 3, 2, 6],
    [2, 2, 1, 4],
    [9, 1, 3, 3],
    [3, 1, 1, 3],
    [7, 2, 1, 14],
  ])('makes of %s × %s at a time %s × %s, with the same seeds', (batch_size, n_iter, size, times) => {
    const params = { prompt: 'p', seed: 7, batch_size, n_iter };
    expect(smallerBatch(params)).toEqual({ ...params, batch_size: size, n_iter: times });
    expect(size * times).toBe(batch_size * n_iter);
  });

  it('knows when it must not', () => {
    for (const params of [
      { batch_size: 1 },
      {},
      { batch_size: 2.5 },
      { batch_size: 4, script_name: 'X/Y/Z plot' },
      { batch_size: 2, init_images: ['a', 'b'] },
    ])
      expect(smallerBatch(params)).toBeNull();
    expect(smallerBatch({ batch_size: 2, script_name: '', init_images: ['a'] })).toMatchObject({ n_iter: 2 });
  });
});
