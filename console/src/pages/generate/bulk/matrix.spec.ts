import { describe, expect, it } from '@jest/globals';
import { readValues, toMatrix, type Axis, type AxisKind } from './matrix';

const axis = (kind: AxisKind, part: Partial<Axis>): Axis => ({
  id: 1,
  kind,
  path: '',
  field: null,
  typed: '',
  chosen: [],
  ...part,
});

describe('values as typed', () => {
  it('are numbers, texts and switches', () => {
    expect(readValues('5, 7.5; Euler a\ntrue')).toEqual([5, 7.5, 'Euler a', true]);
    expect(readValues(' , ')).toEqual([]);
  });

  it('may be ranges, with a step and backwards', () => {
    expect(readValues('1..4')).toEqual([1, 2, 3, 4]);
    expect(readValues('20..40..10, 99')).toEqual([20, 30, 40, 99]);
    expect(readValues('0.1..0.3..0.1')).toEqual([0.1, 0.2, 0.3]);
    expect(readValues('3..1')).toEqual([3, 2, 1]);
  });

  it('of a range without end are cut', () => {
    expect(readValues('0..99999999')).toHaveLength(1000);
    expect(readValues('1..5..0')).toEqual(['1..5..0']);
  });
});

describe('the matrix', () => {
  it('has each axis under the name of the API', () => {
    expect(
      toMatrix([
        axis('models', { chosen: ['a', 'b'] }),
        axis('prompts', { typed: 'a cat\n\n# a note\na dog' }),
        axis('seeds', { typed: '1..2, x, 1.5' }),
        axis('vary', { path: ' cfg_scale ', typed: '5,7' }),
        axis('vary', { path: 'steps', typed: '20' }),
      ]),
    ).toEqual({
      models: ['a', 'b'],
      prompts: ['a cat', 'a dog'],
      seeds: [1, 2],
      vary: [
        { path: 'cfg_scale', values: [5, 7] },
        { path: 'steps', values: [20] },
      ],
    });
  });

  it('is none while nothing is chosen', () => {
    expect(toMatrix([])).toBeUndefined();
    expect(toMatrix([axis('models', {}), axis('vary', { typed: '5' })])).toBeUndefined();
  });
});
