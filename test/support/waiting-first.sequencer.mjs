// A fresh clone knows no times of an earlier run, so Jest starts large files first. Specs that mostly wait (for processes
// that are killed and started again, for generations) are small: left to the end, they keep one worker waiting alone.
import TestSequencer from '@jest/test-sequencer';

const WAITS = /\/test\/(docs|integration)\//;

export default class WaitingFirstSequencer extends TestSequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const waits = ({ path }) => WAITS.test(path);
    return [...sorted.filter(waits), ...sorted.filter((test) => !waits(test))];
  }
}
