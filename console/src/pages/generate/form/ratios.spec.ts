import { describe, expect, it } from '@jest/globals';
import { RATIOS, ratioOf, sizeForRatio, swapSides } from './ratios';

describe('shapes', () => {
  it('keep about as many pixels, in steps of 64', () => {
    expect(sizeForRatio({ width: 1024, height: 1024 }, 16 / 9)).toEqual({ width: 1344, height: 768 });
    expect(sizeForRatio({ width: 1024, height: 1024 }, 4 / 3)).toEqual({ width: 1152, height: 896 });
    expect(sizeForRatio({ width: 512, height: 512 }, 3 / 2)).toEqual({ width: 640, height: 448 });
  });

  it('stay tall when they are tall', () => {
    expect(sizeForRatio({ width: 768, height: 1344 }, 4 / 3)).toEqual({ width: 896, height: 1152 });
  });

  it('are recognised from the sizes that they make', () => {
    for (const ratio of RATIOS) {
      const size = sizeForRatio({ width: 1024, height: 1024 }, ratio.value);
      expect(ratioOf(size)).toBe(ratio);
      expect(ratioOf(swapSides(size))).toBe(ratio);
    }
    expect(ratioOf({ width: 512, height: 2048 })).toBeNull();
  });

  it('come back to where they began', () => {
    const wide = sizeForRatio({ width: 1024, height: 1024 }, 16 / 9);
    expect(sizeForRatio(wide, 1)).toEqual({ width: 1024, height: 1024 });
  });
});
