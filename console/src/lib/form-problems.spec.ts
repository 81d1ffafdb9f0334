import { describe, expect, it } from '@jest/globals';
import { problemsOf } from './form-problems';

describe('the problems of a form', () => {
  it('stand at the fields that they are about', () => {
    const refusal = { message: 'base_url must be an address', fields: { base_url: 'must be an address' } };
    expect(problemsOf(refusal, ['alias', 'base_url'])).toEqual({
      fields: { base_url: 'Must be an address' },
      rest: null,
    });
  });

  it('stand at the most exact field, which also speaks for what lies below it', () => {
    const refusal = {
      message: 'no',
      fields: { 'limits.max_queued': 'a', 'events.0': 'b', 'limits.other': 'c' },
    };
    expect(problemsOf(refusal, ['events', 'limits', 'limits.max_queued']).fields).toEqual({
      'limits.max_queued': 'A',
      events: 'B',
      limits: 'C',
    });
  });

  it('do not repeat the name of their field', () => {
    const refusal = { message: 'no', fields: { 'limits.max_bulk': 'max_bulk must not be less than 1' } };
    expect(problemsOf(refusal, ['limits.max_bulk']).fields['limits.max_bulk']).toBe(
      'Must not be less than 1',
    );
  });

  it('are told as a whole when one of them belongs to no field of the form', () => {
    const refusal = { message: 'alias bad; odd bad', fields: { alias: 'bad', odd: 'bad' } };
    expect(problemsOf(refusal, ['alias'])).toEqual({ fields: { alias: 'Bad' }, rest: 'alias bad; odd bad' });
  });

  it('are the message alone when no field is named', () => {
    expect(problemsOf({ message: 'The disk is full.' }, ['alias']).rest).toBe('The disk is full.');
    expect(problemsOf(null, ['alias'])).toEqual({ fields: {}, rest: null });
  });
});
