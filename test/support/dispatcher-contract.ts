// The contract of every dispatcher, run over its simulator: what the queue relies on, whatever the engine. The tests
// are in dispatcher-contract/; a provider's spec calls this with its subject.
import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { Bench, type World } from './dispatcher-contract/bench.js';
import { describeFailing } from './dispatcher-contract/failing.js';
import { describeRunning } from './dispatcher-contract/running.js';
import { describeStopping } from './dispatcher-contract/stopping.js';
import { eventually, targetOf, type Subject } from './webui-subject.js';

export { Bench, failure } from './dispatcher-contract/bench.js';

export function describeDispatcherContract(name: string, createSubject: () => Subject): void {
  describe(`${name} keeps the dispatcher contract`, () => {
    const w = {} as World;
    beforeAll(async () => {
      Logger.overrideLogger(false);
      w.subject = createSubject();
      w.server = await w.subject.start();
      w.bench = new Bench(w.subject, w.server, targetOf(w.server));
    });
    afterEach(async () => {
      for (const knob of Object.keys(w.server.knobs)) Object.assign(w.server.knobs, { [knob]: null });
      // A job that one test left behind must not be met by the next.
      await eventually(() => w.server.generations.every(({ outcome }) => outcome !== 'running'));
    });
    afterAll(() => w.subject.close());

    describeRunning(w);
    describeFailing(w);
    describeStopping(w);
  });
}
