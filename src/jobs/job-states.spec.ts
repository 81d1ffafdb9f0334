import { describe, expect, it } from '@jest/globals';
import { JOB_STATUSES } from './job.entity.js';
import { actionsFor, isEnded, STATE_CHANGES, statesAllowing } from './job-states.js';

describe('job states', () => {
  it('lets a completed job go nowhere', () => {
    expect(STATE_CHANGES.completed).toEqual({});
    expect(actionsFor({ status: 'completed', held: false })).toEqual(['delete']);
  });

  it('offers release instead of hold for a held job', () => {
    expect(actionsFor({ status: 'pending', held: true })).toContain('release');
    expect(actionsFor({ status: 'pending', held: true })).not.toContain('hold');
  });

  it('allows each action exactly where the table offers it', () => {
    expect(statesAllowing('cancel')).toEqual(['pending', 'processing']);
    expect(statesAllowing('retry')).toEqual(['failed', 'cancelled']);
    expect(statesAllowing('release')).toEqual(['pending']);
  });

  it('offers to cancel whatever can still become cancelled', () => {
    for (const status of JOB_STATUSES) {
      expect(actionsFor({ status, held: false }).includes('cancel')).toBe(
        'cancelled' in STATE_CHANGES[status],
      );
      expect(isEnded(status)).toBe(!('cancelled' in STATE_CHANGES[status]));
    }
  });
});
