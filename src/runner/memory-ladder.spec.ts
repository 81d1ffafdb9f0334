import { describe, expect, it } from '@jest/globals';
import { DispatchError } from '../dispatch/contract/index.js';
import type { MemoryStage } from '../jobs/memory-stage.js';
import { nextRung, type LadderFacts } from './memory-ladder.js';

const FACTS: LadderFacts = {
  ...{ serverId: 'here', stage: null, canFree: true, batch: 4, smallerBatch: 2 },
  ...{ pinned: false, alternatives: 1, circumstances: 'with 4 megapixels at once on 8 GB' },
};
const unloaded: MemoryStage = { serverId: 'here', rung: 'unload', batch: null };
const smaller: MemoryStage = { serverId: 'here', rung: 'smaller_batch', batch: 1 };
const atTheEnd = { stage: smaller, batch: 1, smallerBatch: null };
const error = new DispatchError('retryable', 'Out of memory: make it smaller.', { code: 'out_of_memory' });
const rung = (facts: Partial<LadderFacts>) => {
  const decision = nextRung(error, { ...FACTS, ...facts });
  if (decision.action === 'fail') return 'fail';
  if (decision.avoidServerMs === Infinity) return decision.stage === null ? 'elsewhere' : 'wrong';
  return decision.stage && `${decision.stage.rung} ${decision.stage.batch}`;
};

describe(nextRung.name, () => {
  it.each<[string, Partial<LadderFacts>, string]>([
    ['first unloads the models there', {}, 'unload null'],
    ['unloads them only once', { stage: unloaded }, 'smaller_batch 2'],
    [
      'goes on to smaller batches',
      { stage: { ...smaller, batch: 2 }, batch: 2, smallerBatch: 1 },
      'smaller_batch 1',
    ],
    ['begins with the batch where nothing can be unloaded', { canFree: false }, 'smaller_batch 2'],
    ['leaves when there is no smaller batch', { stage: unloaded, batch: 1, smallerBatch: null }, 'elsewhere'],
    ['leaves at the end', atTheEnd, 'elsewhere'],
    ['fails when no other server has enough', { ...atTheEnd, alternatives: 0 }, 'fail'],
    ['fails when no other server may be used', { ...atTheEnd, pinned: true }, 'fail'],
  ])('%s', (_, facts, expected) => {
    expect(rung(facts)).toBe(expected);
  });

  it('spends no retry and waits for nothing', () => {
    for (const facts of [{}, { stage: unloaded }, atTheEnd])
      expect(nextRung(error, { ...FACTS, ...facts })).toMatchObject({ spendsRetry: false, delayMs: null });
  });

  it('says at the end what was tried and what to change', () => {
    const { message } = nextRung(error, { ...FACTS, ...atTheEnd, alternatives: 0 });
    expect(message).toBe(
      'Out of memory: make it smaller. It did so with 4 megapixels at once on 8 GB, also after the models there were unloaded and with one picture at a time. No other server is known to have enough.',
    );
    expect(nextRung(error, { ...FACTS, ...atTheEnd, pinned: true }).message).toContain('let it run on any');
  });
});
