import { describe, expect, it } from '@jest/globals';
import { appendLines } from './log-lines';

const lines = (...seqs: number[]) => seqs.map((seq) => ({ seq }));

describe('log lines', () => {
  it('are the first answer as it came', () => {
    expect(appendLines(undefined, { lines: lines(3, 4), next: 4 })).toEqual({ lines: lines(3, 4), next: 4 });
  });

  it('grow by what came since, each line once', () => {
    const known = { lines: lines(3, 4), next: 4 };
    expect(appendLines(known, { lines: lines(4, 5), next: 5 })).toEqual({ lines: lines(3, 4, 5), next: 5 });
  });

  it('stay the same lines when nothing came', () => {
    const known = { lines: lines(3, 4), next: 4 };
    expect(appendLines(known, { lines: [], next: 9 }).lines).toBe(known.lines);
  });

  it('begin anew with a new process', () => {
    const known = { lines: lines(800, 801), next: 801 };
    expect(appendLines(known, { lines: lines(1, 2), next: 2 })).toEqual({ lines: lines(1, 2), next: 2 });
  });

  it('forget the oldest beyond a thousand', () => {
    const known = { lines: lines(...Array.from({ length: 1_000 }, (_, at) => at)), next: 999 };
    const { lines: kept } = appendLines(known, { lines: lines(1_000), next: 1_000 });
    expect([kept.length, kept[0]?.seq, kept.at(-1)?.seq]).toEqual([1_000, 1, 1_000]);
  });
});
