import { describe, expect, it } from '@jest/globals';
import type { PipelineStepDto, WhichImages } from './pipeline-request.dto.js';
import { takingProblems, variantCount, variantsOf, type EarlierJob } from './take-results.js';

const MADE: Record<string, EarlierJob[]> = {
  draw: [{ id: 'd', images: 3, seed: 5 }],
  many: [
    { id: 'm1', images: 1, seed: 7 },
    { id: 'm2', images: 1, seed: 8 },
  ],
  text: [{ id: 't', images: 0, seed: null }],
};
const earlier = (name: string): readonly EarlierJob[] => MADE[name]!;
const step = (which: WhichImages | undefined, from = 'draw', more: object = {}): PipelineStepDto => ({
  name: 'next',
  generation_params: { prompt: 'x' },
  takes: { images: { from, which, into: 'init_images' } },
  ...more,
});
const taken = (given: PipelineStepDto): unknown[] =>
  variantsOf(given, earlier).map(({ params }) => params['init_images']);

describe(variantsOf.name, () => {
  it('takes the first image, one by its place, all of them, or each in a job of its own', () => {
    expect(taken(step(undefined))).toEqual([{ from_job: 'd', image: 0 }]);
    expect(taken(step(2))).toEqual([{ from_job: 'd', image: 2 }]);
    expect(taken(step('all', 'many'))).toEqual([
      [
        { from_job: 'm1', image: 'all' },
        { from_job: 'm2', image: 'all' },
      ],
    ]);
    expect(taken(step('each'))).toEqual([0, 1, 2].map((image) => ({ from_job: 'd', image })));
    expect(variantCount(step('each'), earlier)).toBe(3);
  });

  it('puts images behind those that the list has already, also deep inside', () => {
    const own = step(1, 'many', { generation_params: { init_images: ['own'] } });
    expect(taken(own)).toEqual([['own', { from_job: 'm2', image: 0 }]]);
    const deep = {
      generation_params: {},
      takes: { images: { from: 'draw', into: 'scripts.Net.args.0.image' } },
    };
    const [first] = variantsOf(step(0, 'draw', deep), earlier);
    expect(first!.params).toEqual({
      scripts: { Net: { args: { 0: { image: { from_job: 'd', image: 0 } } } } },
    });
  });

  it('waits for all jobs of the steps that it comes after, and for the image it takes by the image alone', () => {
    const [variant] = variantsOf(step('first', 'draw', { after: ['many'] }), earlier);
    expect(variant!.after).toEqual(['m1', 'm2']);
  });

  it('takes a seed as a number where it is known, and later where it is not', () => {
    const takes = { images: { from: 'many', which: 'each', into: 'init_images' }, seed: { from: 'many' } };
    const seeds = variantsOf(step('each', 'many', { takes }), earlier);
    expect(seeds.map(({ params, after }) => [params['seed'], after])).toEqual([
      [7, ['m1']],
      [8, ['m2']],
    ]);
    const late = variantsOf(step(0, 'text', { takes: { seed: { from: 'text', into: 'noise' } } }), earlier);
    expect(late[0]!.params['noise']).toEqual({ from_job: 't', seed: true });
  });
});

describe(takingProblems.name, () => {
  it('says so when there is no such image', () => {
    expect(takingProblems(step('first', 'text'), earlier)).toMatchObject([{ path: 'takes.images.from' }]);
    expect(takingProblems(step(3), earlier)).toEqual([
      { path: 'takes.images.which', message: 'the step "draw" makes 3 images, counted from 0' },
    ]);
    expect(takingProblems(step(2), earlier)).toEqual([]);
  });
});
