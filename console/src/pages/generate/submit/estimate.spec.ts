import { describe, expect, it } from '@jest/globals';
import { withCopies } from './copies';
import { splitEstimate } from './estimate';
import { problemsOfFields } from './field-problems';

const range = (low: number, typical: number, high: number) => ({ low, typical, high });

describe('the estimate', () => {
  it('is what one more turn adds, and starts when the rest is done', () => {
    expect(splitEstimate(range(100, 160, 220), range(130, 200, 270))).toEqual({
      done: { low: 100, high: 220 },
      each: { low: 30, high: 50 },
      start: 120,
    });
  });

  it('starts at once when nothing is ahead', () => {
    expect(splitEstimate(range(30, 40, 50), range(60, 80, 100))?.start).toBe(0);
  });

  it('is none while nothing is known', () => {
    expect(splitEstimate(null, null)).toBeNull();
  });
});

describe('problems', () => {
  it('stand at the name of the parameter, in a sentence without it', () => {
    expect(
      problemsOfFields({
        'generation_params.width': 'width must be an integer number (got "abc").',
        'generation_params.loras.0.name': 'name must be a string (got 1).',
        priority: 'priority must not be greater than 10',
      }),
    ).toEqual({
      width: 'Must be an integer number (got "abc").',
      'loras.0.name': 'Must be a string (got 1).',
      priority: 'Must not be greater than 10',
    });
  });
});

describe('copies', () => {
  const request = (seed?: number) => ({
    generation_params: seed === undefined ? {} : { seed },
    app_type: 'forge',
    source_info: 'console',
  });

  it('have seeds by chance, or count on from a chosen one', () => {
    expect(withCopies(request(-1), 3)).toMatchObject({ bulk_quantity: 3, seed_variation: 'random' });
    expect(withCopies(request(0), 3)).toMatchObject({ seed_variation: 'incremental', base_seed: 0 });
  });
});
