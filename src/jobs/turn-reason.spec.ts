import { describe, expect, it } from '@jest/globals';
import { turnReason, type LastChoice, type TurnFacts } from './turn-reason.js';

const choice = (given: Partial<LastChoice> = {}): LastChoice => ({
  alias: 'one',
  reason: 'turn',
  model: 'model-b',
  tenant: 'anna',
  share: 0,
  ...given,
});
const facts = (given: Partial<TurnFacts> = {}): TurnFacts => ({
  model: 'model-a',
  tenant: 'anna',
  background: false,
  share: 0,
  pass: undefined,
  maxPasses: 100,
  choices: [],
  noRoomOn: null,
  leftFor: null,
  quantumSeconds: 15,
  ...given,
});

describe(turnReason.name, () => {
  it('is nothing for a job that only stands behind others', () => {
    expect(turnReason(facts({ choices: [choice()] }))).toBeNull();
  });

  it('names the server whose GPU has no room for it', () => {
    expect(turnReason(facts({ noRoomOn: 'comfy' }))).toEqual({
      code: 'gpu_in_use',
      message:
        '"comfy" shares its GPU with a server that works now, and both jobs are not known to fit into it together.',
    });
  });

  it('names the server that it is left for', () => {
    const reason = turnReason(facts({ leftFor: { alias: 'two', seconds: 19.6 } }));
    expect(reason?.message).toBe(
      '"two" has its model loaded and is free in about 20 s; loading it elsewhere would take longer.',
    );
  });

  it('names the model that is loaded, and how often the job was passed over for it', () => {
    const pass = { times: 12, sinceMs: 0 };
    expect(turnReason(facts({ pass, choices: [choice({ reason: 'model_loaded' })] }))).toEqual({
      code: 'other_model_loaded',
      message:
        '"one" goes on with jobs for "model-b", which it has loaded; this one was passed over 12 times, which happens 100 times at most.',
    });
  });

  it('names the GPU time that others have had less of', () => {
    const other = choice({ tenant: 'bert', share: 40 });
    expect(turnReason(facts({ share: 100, choices: [other] }))?.message).toMatch(/less GPU time.*60 s/);
    expect(turnReason(facts({ share: 50, choices: [other] }))).toBeNull();
  });

  it('tells a bulk that others go before it', () => {
    const choices = [choice({ reason: 'interactive' })];
    expect(turnReason(facts({ background: true, choices }))?.code).toBe('interactive_first');
    expect(turnReason(facts({ choices }))).toBeNull();
  });
});
