import { describe, expect, it } from '@jest/globals';
import type { InvalidRequestError } from '../common/errors.js';
import { ForgeDispatcher } from '../dispatch/providers/forge/forge.dispatcher.js';
import { TargetHttp } from '../dispatch/target-http.js';
import { fillReferences, findReferences, isReference } from './job-references.js';
import { readParams } from './submission.js';

const IMAGE = { from_job: 'a', image: 0 };
const ALL = { from_job: 'a', image: 'all' };
const SEED = { from_job: 'a', seed: true };
const forge = new ForgeDispatcher(new TargetHttp());
const read = (params: Record<string, unknown>) => readParams(forge, { prompt: 'x', ...params });
const problemsOf = (params: Record<string, unknown>): unknown => {
  try {
    return read(params);
  } catch (error) {
    return (error as InvalidRequestError).details;
  }
};

describe('references to results of earlier jobs', () => {
  it('are told from whatever else a client sends', () => {
    expect([IMAGE, ALL, SEED].map(isReference)).toEqual([true, true, true]);
    const others = [{ from_job: 'a' }, { from_job: 1, image: 0 }, { from_job: 'a', image: -1 }];
    for (const other of [...others, { ...IMAGE, more: 1 }, { from_job: 'a', seed: 4 }, 'a', null])
      expect(isReference(other)).toBe(false);
  });

  it('are found where they stand, and filled in there, a list growing with all images', () => {
    const params = { init_images: [ALL, 'own'], mask: IMAGE, seed: SEED, deep: { args: [{ image: IMAGE }] } };
    const paths = findReferences(params).map(({ path, inList }) => [path, inList]);
    expect(paths).toEqual([
      ['init_images.0', true],
      ['mask', false],
      ['seed', false],
      ['deep.args.0.image', false],
    ]);
    const filled = fillReferences(params, (one) =>
      'seed' in one ? [7] : one.image === 'all' ? ['1', '2'] : ['1'],
    );
    expect(filled).toEqual({
      ...{ init_images: ['1', '2', 'own'], mask: '1', seed: 7 },
      deep: { args: [{ image: '1' }] },
    });
  });

  it('are read by a dispatcher as the image or the number that they stand for', () => {
    const { json, references, warnings } = read({
      init_images: IMAGE,
      mask: IMAGE,
      Seed: undefined,
      seed: SEED,
    });
    expect(JSON.parse(json)).toMatchObject({ init_images: [IMAGE], mask: IMAGE, seed: SEED });
    expect(references).toHaveLength(3);
    expect(warnings).toEqual([]);
  });

  it('are refused where the dispatcher takes no image, or one where all are meant', () => {
    expect(problemsOf({ steps: IMAGE })).toMatchObject({ fields: [{ path: 'generation_params.steps' }] });
    expect(problemsOf({ mask: ALL, init_images: [IMAGE] })).toMatchObject({
      fields: [{ path: 'generation_params.mask' }],
    });
  });
});
