// The contract of every dispatcher, run over its simulator: what the queue relies on, whatever the engine. The tests
// are in dispatcher-contract/; a provider's spec calls this with its subject.
import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { World } from './dispatcher-contract/bench.js';
import { describeFailing } from './dispatcher-contract/failing.js';
import { describeRunning } from './dispatcher-contract/running.js';
import { describeStopping } from './dispatcher-contract/stopping.js';
import { MISFORTUNES, eventually, type Subject } from './dispatcher-contract/subject.js';

export { Bench, failure, kindOf, never, progressOf } from './dispatcher-contract/bench.js';
export * from './dispatcher-contract/subject.js';

export function describeDispatcherContract(name: string, createSubject: () => Subject): void {
  describe(`${name} keeps the dispatcher contract`, () => {
    const w = new World(createSubject());
    beforeAll(async () => {
      Logger.overrideLogger(false);
      await w.open();
    });
    afterEach(async () => {
      await w.engine.mend();
      // A job that one test left behind must not be met by the next.
      await eventually(() => w.engine.generations().every(({ outcome }) => outcome !== 'running'));
    });
    afterAll(() => w.subject.close());

    describeRunning(w);
    describeFailing(w);
    describeStopping(w);
    describeSpared(w);
  });
}

/** What the subject says cannot happen is named in the report, and its server cannot be made to do it either. */
function describeSpared(w: World): void {
  const spared = MISFORTUNES.filter((how) => w.subject.spared[how] !== undefined);
  for (const how of spared) {
    it(`need not be tried with "${how}": ${w.subject.spared[how]}`, () => {
      expect(() => w.engine.strike(how)).toThrow(how);
    });
  }
}
