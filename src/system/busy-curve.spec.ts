import { describe, expect, it } from '@jest/globals';
import { busyCurve } from './busy-curve.js';
import type { StretchMoves } from './utilisation.repository.js';

const FOUR = { count: 4, widthSeconds: 60 };
const move = (stretch: number, given: Partial<StretchMoves>): StretchMoves => ({
  ...{ serverAlias: 'gpu', stretch, began: 0, ended: 0, beganSeconds: 0, endedSeconds: 0 },
  ...given,
});

describe(busyCurve.name, () => {
  it('is nothing where nothing moved', () => {
    expect(busyCurve([], FOUR, 1)).toEqual([0, 0, 0, 0]);
  });

  it('goes on for what was there before and does not end', () => {
    expect(busyCurve([move(-1, { began: 1 })], FOUR, 1)).toEqual([1, 1, 1, 1]);
  });

  it('counts parts of stretches from where something begins and until where it ends', () => {
    const moves = [move(1, { began: 1, beganSeconds: 15 }), move(3, { ended: 1, endedSeconds: 30 })];
    expect(busyCurve(moves, FOUR, 1)).toEqual([0, 0.25, 1, 0.5]);
  });

  it('is about slots, and never more than all of them', () => {
    expect(busyCurve([move(-1, { began: 1 })], FOUR, 4)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(busyCurve([move(-1, { began: 3 })], FOUR, 2)).toEqual([1, 1, 1, 1]);
  });
});
