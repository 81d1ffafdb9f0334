import { describe, expect, it } from '@jest/globals';
import {
  DONE,
  IDLE,
  LOADING,
  QUEUED,
  UNKNOWN,
  active,
  ends,
  feed,
  phases,
  sampling,
  type Look,
} from '../../test/support/monitor-looks.js';

describe('the monitor ends', () => {
  it('when no first step comes', () => {
    const looks = [0, 30, 61].map((at) => ({ at, task: active(0), server: LOADING }));
    expect(ends(feed(looks))).toEqual(['no_first_step']);
  });

  it('not while the task waits in the queue of the server', () => {
    const looks = [0, 100, 200, 259].map((at) => ({ at, task: QUEUED, server: sampling(1) }));
    expect(ends(feed([...looks, { at: 300, task: active(0), server: LOADING }]))).toEqual([]);
  });

  it('but does when that queue stands before an idle server', () => {
    expect(ends(feed([0, 61].map((at) => ({ at, task: QUEUED, server: IDLE }))))).toEqual(['no_first_step']);
  });

  it('not while somebody else’s job keeps our request from being picked up', () => {
    expect(ends(feed([0, 61, 200].map((at) => ({ at, task: UNKNOWN, server: sampling(1) }))))).toEqual([]);
  });

  it('when the steps stand still', () => {
    const looks = [0, 10, 21].map((at) => ({ at, task: active(0.5), server: sampling(5) }));
    expect(ends(feed(looks))).toEqual(['no_progress']);
  });

  it('later when a new pass may load a model first', () => {
    const looks = [0, 21, 59].map((at) => ({ at, task: active(0.5), server: sampling(0, 10, 1, 2) }));
    expect(ends(feed(looks))).toEqual([]);
  });

  it('never because looks fail while the request is open', () => {
    const looks = [0, 10, 30, 50, 70, 90].map((at) => ({ at }));
    expect(ends(feed([{ at: 0, task: active(0.5), server: sampling(5) }, ...looks]))).toEqual([]);
  });

  it('when a server refuses connections for too long, or hangs for very long', () => {
    const refused = [0, 5, 11].map((at) => ({ at, dead: 'refused' as const }));
    expect(ends(feed(refused))).toEqual(['silent']);
    const unreachable = [0, 11, 39].map((at) => ({ at, dead: 'unreachable' as const }));
    expect(ends(feed(unreachable))).toEqual([]);
    expect(ends(feed([0, 60, 121].map((at) => ({ at }))))).toEqual(['silent']);
    expect(
      ends(
        feed(
          [0, 41].map((at) => ({ at })),
          { attached: false },
        ),
      ),
    ).toEqual(['silent']);
  });

  it('when a failed id stays active and its answer does not come', () => {
    const looks = [1, 3, 7].map((at) => ({ at, task: active(0), server: IDLE }));
    expect(ends(feed(looks))).toEqual(['failed']);
  });

  it('when the server forgot the task', () => {
    const looks = [1, 3, 7].map((at) => ({ at, task: UNKNOWN, server: IDLE }));
    expect(ends(feed([{ at: 0, task: active(0.5), server: sampling(5) }, ...looks]))).toEqual(['gone']);
    expect(ends(feed(looks, { attached: false }))).toEqual(['gone']);
    expect(ends(feed(looks))).toEqual([]);
  });

  it('at once when it completed and no answer is awaited', () => {
    expect(ends(feed([{ at: 0, task: DONE, server: IDLE }], { attached: false }))).toEqual(['completed']);
    expect(ends(feed([{ at: 0, task: DONE, server: IDLE }]))).toEqual([]);
    expect(ends(feed([0, 6].map((at) => ({ at, task: DONE, server: IDLE }))))).toEqual(['completed']);
  });

  it('goes by the server alone where there are no task ids', () => {
    const looks: Look[] = [
      { at: 0, task: 'unsupported', server: sampling(5) },
      { at: 1, task: 'unsupported', server: IDLE },
      { at: 7, task: 'unsupported', server: IDLE },
    ];
    const events = feed(looks, { attached: false });
    expect(phases(events)).toEqual(['sampling 50']);
    expect(ends(events)).toEqual(['gone']);
  });
});
