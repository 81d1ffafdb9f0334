import { describe, expect, it } from '@jest/globals';
import { DispatchError, type DispatchErrorKind } from '../dispatch/contract/index.js';
import { decide, type FailureFacts } from './failure-policy.js';

const FACTS: FailureFacts = {
  retryCount: 0,
  maxRetries: 3,
  pinned: false,
  alternatives: 0,
  readyAlternatives: 0,
  reattached: false,
  crashCount: 0,
  retryBaseMs: 5_000,
  retryCapMs: 300_000,
  random: 0.5,
};

const failure = (kind: DispatchErrorKind, options: { code?: string; elsewhere?: boolean } = {}) =>
  new DispatchError(kind, 'It broke.', { code: 'broke', ...options });

describe(decide.name, () => {
  it('waits without spending a retry when the server cannot be reached', () => {
    const decision = decide(failure('busy', { code: 'server_unreachable' }), { ...FACTS, retryCount: 3 });
    expect(decision).toMatchObject({ action: 'release', spendsRetry: false, delayMs: null });
  });

  it('fails a permanent error at once', () => {
    expect(decide(failure('permanent', { code: 'bad' }), FACTS)).toEqual({
      action: 'fail',
      code: 'bad',
      message: 'It broke.',
    });
  });

  it('offers a job to other servers when only this one lacks something', () => {
    const missing = failure('permanent', { elsewhere: true });
    expect(decide(missing, { ...FACTS, alternatives: 1 })).toMatchObject({
      action: 'release',
      avoidServerMs: Infinity,
      spendsRetry: false,
    });
    expect(decide(missing, { ...FACTS, alternatives: 1, pinned: true })).toMatchObject({ action: 'fail' });
    expect(decide(missing, FACTS)).toMatchObject({ action: 'fail' });
  });

  it('doubles the back-off with each retry, up to the cap, with full jitter', () => {
    const delays = [0, 1, 2].map((retryCount) =>
      decide(failure('retryable'), { ...FACTS, retryCount, random: 0.999999 }),
    );
    expect(delays.map((decision) => 'delayMs' in decision && Math.round(decision.delayMs! / 1000))).toEqual([
      5, 10, 20,
    ]);
    expect(decide(failure('retryable'), { ...FACTS, random: 0 })).toMatchObject({ delayMs: 0 });
    const capped = decide(failure('retryable'), { ...FACTS, retryCount: 50, maxRetries: 100, random: 1 });
    expect(capped).toMatchObject({ delayMs: 300_000 });
  });

  it('retries on another server at once where there is one', () => {
    const decision = decide(failure('retryable'), { ...FACTS, alternatives: 2, readyAlternatives: 1 });
    expect(decision).toMatchObject({
      action: 'release',
      spendsRetry: true,
      delayMs: null,
      avoidServerMs: 120_000,
    });
  });

  it('does not turn away from the only server that works', () => {
    const decision = decide(failure('retryable'), { ...FACTS, alternatives: 2 });
    expect(decision).toMatchObject({ action: 'release', spendsRetry: true, avoidServerMs: null });
  });

  it('fails when the retries are used up, and says how often it was tried', () => {
    const decision = decide(failure('retryable'), { ...FACTS, retryCount: 3 });
    expect(decision).toEqual({ action: 'fail', code: 'broke', message: 'It broke. (Tried 4 times.)' });
  });

  it('does not blame the job for a crash of ours, until it has happened ten times', () => {
    const lost = failure('lost', { code: 'result_lost' });
    expect(decide(lost, { ...FACTS, reattached: true, retryCount: 3, crashCount: 9 })).toMatchObject({
      action: 'release',
      spendsRetry: false,
    });
    expect(decide(lost, { ...FACTS, reattached: true, crashCount: 10 })).toMatchObject({
      action: 'fail',
      code: 'crashed_repeatedly',
    });
  });

  it('spends a retry when the server forgot a generation', () => {
    expect(decide(failure('lost'), FACTS)).toMatchObject({ action: 'release', spendsRetry: true });
  });
});
