import { describe, expect, it } from '@jest/globals';
import { FORM } from '../draft/workflow-fixture';
import { offeredAxes } from './axes-of';
import { toMatrix, type Axis } from './matrix';

const said = (axes: ReturnType<typeof offeredAxes>) => axes.map(({ kind, path }) => path || kind);

describe('the axes of a matrix', () => {
  it('are the fields of the workflow, those of its own among its values', () => {
    expect(said(offeredAxes(FORM, []))).toEqual([
      ...['prompts', 'negative_prompts', 'models', 'steps', 'seeds'],
      ...['values.strength', 'values.tiled'],
    ]);
  });

  it('are offered once, but for any other parameter', () => {
    const [prompts, , , steps] = offeredAxes(FORM, []);
    expect(said(offeredAxes(FORM, [prompts!, steps!]))).not.toContain('steps');
    const vary = { kind: 'vary', path: 'eta', field: null } as const;
    expect(said(offeredAxes(null, [vary]))).toContain('vary');
  });

  it('send chosen values of a choice as they are, and typed ones as numbers', () => {
    const [strength] = offeredAxes(FORM, []).filter(({ path }) => path === 'values.strength');
    const axis: Axis = { ...strength!, id: 1, typed: '0.2, 0.4', chosen: [] };
    expect(toMatrix([axis])).toEqual({ vary: [{ path: 'values.strength', values: [0.2, 0.4] }] });
    const field = { ...axis.field!, kind: 'choice' as const, choices: ['1', 'b'] };
    expect(toMatrix([{ ...axis, field, chosen: ['1', 'b'] }])).toEqual({
      vary: [{ path: 'values.strength', values: ['1', 'b'] }],
    });
  });
});
