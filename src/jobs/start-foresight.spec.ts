import { describe, expect, it } from '@jest/globals';
import { foresee, foreseeBehind, type ForeseenJob, type ForeseenSlot } from './start-foresight.js';

const range = (typical: number, spread = 0) => ({ low: typical - spread, typical, high: typical + spread });
const slot = (serverId: string, freeIn = 0, spread = 0): ForeseenSlot => ({
  serverId,
  freeIn: range(freeIn, spread),
});
const job = (seq: number, serverIds = ['a'], seconds = 10, spread = 0): ForeseenJob => ({
  seq,
  serverIds,
  seconds: range(seconds, spread),
});
const typical = (result: ReturnType<typeof foresee>) =>
  [...result.starts].map(([seq, start]) => [seq, start.typical]);

describe(foresee.name, () => {
  it('lets jobs of one server follow each other, behind the one that runs', () => {
    expect(typical(foresee([slot('a', 5)], [job(1), job(2), job(3)]))).toEqual([
      [1, 5],
      [2, 15],
      [3, 25],
    ]);
  });

  it('gives each job the server that is free first', () => {
    const anywhere = ['a', 'b'];
    expect(
      typical(foresee([slot('a', 3), slot('b')], [job(1, anywhere), job(2, anywhere), job(3, anywhere)])),
    ).toEqual([
      [1, 0],
      [2, 3],
      [3, 10],
    ]);
  });

  it('does not let a job wait for those of another server', () => {
    expect(typical(foresee([slot('a'), slot('b')], [job(1, ['a'], 100), job(2, ['b'])]))).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });

  it('says nothing of a job that no server takes', () => {
    expect(foresee([slot('a')], [job(1, ['elsewhere'])]).starts.size).toBe(0);
  });

  it('widens the range job by job', () => {
    const { starts } = foresee([slot('a', 5, 1)], [job(1, ['a'], 10, 4), job(2)]);
    expect(starts.get(2)).toEqual({ low: 10, typical: 15, high: 20 });
  });

  it('goes on behind the jobs that were played through', () => {
    const played = foresee([slot('a'), slot('b', 4)], [job(1)]);
    expect(foreseeBehind(played, ['a', 'b'], 6, range(10))?.typical).toBe(4 + 30);
    expect(foreseeBehind(played, ['c'], 6, range(10))).toBeNull();
  });
});
