import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ReadPace } from './read-pace';

describe(ReadPace.name, () => {
  let read: jest.Mock<() => void>;
  let pace: ReadPace;
  beforeEach(() => {
    jest.useFakeTimers({ now: 10_000 });
    jest.setSystemTime(10_000);
    read = jest.fn(() => pace.hasRead());
    pace = new ReadPace(read);
  });
  afterEach(() => {
    pace.stop();
    jest.useRealTimers();
  });

  it('reads once for all that happens in a while', () => {
    jest.advanceTimersByTime(1_000);
    pace.later(250);
    pace.later(250);
    jest.advanceTimersByTime(249);
    expect(read).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1_000);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('pauses after a reading, unless it is to be now', () => {
    pace.later(0);
    jest.advanceTimersByTime(0);
    pace.later(250);
    jest.advanceTimersByTime(700);
    expect(read).toHaveBeenCalledTimes(1);
    pace.later(0);
    jest.advanceTimersByTime(0);
    expect(read).toHaveBeenCalledTimes(2);
    pace.later(250);
    jest.advanceTimersByTime(750);
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('does not read any more when it was stopped', () => {
    pace.later(250);
    pace.stop();
    jest.advanceTimersByTime(5_000);
    expect(read).not.toHaveBeenCalled();
  });
});
