import { describe, expect, it } from '@jest/globals';
import { DurationModel, percentile, remaining, type DurationSample } from './duration-model.js';

const sample = (given: Partial<DurationSample> = {}): DurationSample => ({
  serverId: 'one',
  appType: 'forge',
  model: 'pony',
  work: 5,
  seconds: 10,
  ...given,
});
const times = (count: number, given: Partial<DurationSample> = {}): DurationSample[] =>
  Array.from({ length: count }, () => sample(given));
const job = { appType: 'forge', model: 'pony', work: 10 };

describe(DurationModel.name, () => {
  it('says nothing before three jobs of a kind have run', () => {
    const model = new DurationModel();
    model.add(...times(2));
    expect(model.estimate(job, ['one'])).toBeNull();
    model.add(sample());
    expect(model.estimate({ ...job, appType: 'comfyui' }, ['one'])).toBeNull();
    expect(model.estimate(job, ['one'])?.typical).toBe(20);
  });

  it('prefers the same model on the same server, then the model, then the server, then the kind', () => {
    const model = new DurationModel();
    model.add(...times(3, { serverId: 'slow', model: 'flux', seconds: 500 }));
    expect(model.estimate(job, ['one'])?.typical).toBe(1000);
    model.add(...times(3, { serverId: 'one', model: 'other', seconds: 50 }));
    expect(model.estimate(job, ['one'])?.typical).toBe(100);
    model.add(...times(3, { serverId: 'slow', model: 'pony', seconds: 25 }));
    expect(model.estimate(job, ['one'])?.typical).toBe(50);
    model.add(...times(3));
    expect(model.estimate(job, ['one'])?.typical).toBe(20);
  });

  it('takes what ran on the server for a job that names no model', () => {
    const model = new DurationModel();
    model.add(...times(3, { model: '', serverId: 'elsewhere', seconds: 99 }), ...times(3));
    expect(model.estimate({ ...job, model: '' }, ['one'])?.typical).toBe(20);
  });

  it('widens its range while it knows little', () => {
    const few = new DurationModel();
    few.add(...times(3));
    const many = new DurationModel();
    many.add(...times(12));
    expect(few.estimate(job, ['one'])).toEqual({ low: 10, typical: 20, high: 30 });
    expect(many.estimate(job, ['one'])).toEqual({ low: 20, typical: 20, high: 20 });
  });

  it('is not misled by single jobs that took very long', () => {
    const model = new DurationModel();
    model.add(...times(11), sample({ seconds: 10_000 }));
    expect(model.estimate(job, ['one'])?.high).toBe(20);
  });

  it('forgets the oldest and leaves out what makes no sense', () => {
    const model = new DurationModel(3);
    model.add(...times(3, { seconds: 100 }), ...times(3));
    model.add(sample({ work: 0 }), sample({ seconds: -1 }));
    expect(model.estimate(job, ['one'])?.typical).toBe(20);
  });
});

describe('percentiles and what remains', () => {
  it('lies between the nearest values', () => {
    expect(percentile([0, 10], 0.5)).toBe(5);
    expect(percentile([1, 2, 3, 4, 5], 0.2)).toBeCloseTo(1.8);
  });

  it('never says that a running job has no time left', () => {
    expect(remaining({ low: 5, typical: 10, high: 20 }, 12)).toEqual({ low: 1, typical: 1, high: 8 });
  });
});
