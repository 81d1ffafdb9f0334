import { describe, expect, it } from '@jest/globals';
import { afterFailure, afterRest, CLOSED, type Circuit } from './circuit.js';

const fail = (circuit: Circuit, times = 1): Circuit =>
  times === 0 ? circuit : fail(afterFailure(circuit, 1_000), times - 1);

describe('the circuit', () => {
  it('stays closed for two failures and opens for 30 s at the third', () => {
    expect(fail(CLOSED, 2)).toMatchObject({ state: 'closed', failures: 2 });
    expect(fail(CLOSED, 3)).toEqual({ state: 'open', failures: 3, openings: 1, retryAtMs: 31_000 });
  });

  it('doubles the rest each time the one job that may try fails, up to ten minutes', () => {
    let circuit = fail(CLOSED, 3);
    const rests: number[] = [];
    for (let round = 0; round < 8; round++) {
      rests.push((circuit.retryAtMs ?? 0) - 1_000);
      circuit = fail(afterRest(circuit));
    }
    expect(rests).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000, 600_000]);
  });

  it('does not rest longer because a job that still ran fails too', () => {
    expect(fail(CLOSED, 4)).toMatchObject({ state: 'open', openings: 1, retryAtMs: 31_000, failures: 4 });
  });

  it('is half open only at the end of a rest', () => {
    expect(afterRest(fail(CLOSED, 3))).toMatchObject({ state: 'half_open', retryAtMs: null });
    expect(afterRest(CLOSED)).toBe(CLOSED);
  });
});
