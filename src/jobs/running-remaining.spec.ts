import { describe, expect, it } from '@jest/globals';
import { remainingOf } from './running-remaining.js';

const facts = { elapsedSeconds: 10, etaSeconds: null, percent: 0, estimate: null };
const estimate = { low: 20, typical: 30, high: 40 };

describe(remainingOf.name, () => {
  it('believes the server once the job is well under way', () => {
    expect(remainingOf({ ...facts, etaSeconds: 10, percent: 50, estimate })?.typical).toBe(10);
  });

  it('believes what is known of its kind before that', () => {
    expect(remainingOf({ ...facts, etaSeconds: 900, percent: 1, estimate })).toEqual({
      low: 10,
      typical: 20,
      high: 30,
    });
  });

  it('goes by the progress when nothing is known of its kind', () => {
    expect(remainingOf({ ...facts, percent: 50 })?.typical).toBe(10);
  });

  it('says nothing where there is nothing to go by', () => {
    expect(remainingOf(facts)).toBeNull();
  });
});
