import { describe, expect, it } from '@jest/globals';
import { loadBetween, neighbour } from './walk-images';
import { many, span, wallOf } from './wall-fixture';

describe('a walk over the wall', () => {
  it('leads to neighbours beyond what is loaded, in both directions', async () => {
    const { wall } = wallOf({ d9: many(9, 2), d8: [], d7: many(7, 250) });
    wall.setSpans([span(9, 2), span(8, 0), span(7, 250)]);
    await wall.load('d9');
    expect((await neighbour(wall, '9-1.png', 1))?.filename).toBe('7-0.png');
    expect((await neighbour(wall, '7-199.png', 1))?.filename).toBe('7-200.png');
    expect((await neighbour(wall, '7-0.png', -1))?.filename).toBe('9-1.png');
    expect(await neighbour(wall, '9-0.png', -1)).toBeUndefined();
  });

  it('loads everything between two images, whichever is first', async () => {
    const { wall, names } = wallOf({ d9: many(9, 1), d8: many(8, 250), d7: many(7, 1) });
    wall.setSpans([span(9, 1), span(8, 250), span(7, 1)]);
    await Promise.all([wall.load('d9'), wall.load('d7')]);
    await loadBetween(wall, '7-0.png', '9-0.png');
    expect(names()).toHaveLength(252);
  });

  it('loads nothing from an image that is not there any more', async () => {
    const { wall, asked } = wallOf({ d9: many(9, 1), d8: many(8, 1) });
    wall.setSpans([span(9, 1), span(8, 1)]);
    await wall.load('d8');
    await loadBetween(wall, 'gone.png', '8-0.png');
    expect(asked).toEqual(['d8@0']);
  });
});
