import { describe, expect, it } from '@jest/globals';
import { FIRST_BULK, isWhole, toBulk } from './bulk-form';

const request = { generation_params: { prompt: 'x', seed: 7 }, app_type: 'forge', source_info: 'console' };

describe('toBulk', () => {
  it('asks for as many as are wanted, with seeds by chance', () => {
    expect(toBulk(request, FIRST_BULK)).toEqual({ ...request, bulk_quantity: 4, seed_variation: 'random' });
  });

  it('counts on from the seed of the form', () => {
    const bulk = toBulk(request, { ...FIRST_BULK, seeds: 'incremental', name: ' foxes ', delay: 2 });
    expect(bulk).toMatchObject({ base_seed: 7, seed_variation: 'incremental', name: 'foxes', job_delay: 2 });
  });

  it('sends the list or the matrix that is shown, not the one that was left', () => {
    const form = { ...FIRST_BULK, kind: 'list' as const, seeds: 'kept' as const, prompts: 'a\nb' };
    const bulk = toBulk(request, {
      ...form,
      axes: [{ id: 1, kind: 'seeds', path: '', field: null, typed: '1', chosen: [] }],
    });
    expect(bulk).toEqual({ ...request, bulk_quantity: 4, prompt_list: ['a', 'b'] });
  });

  it('leaves the list to the file that comes with it', () => {
    const form = { ...FIRST_BULK, kind: 'list' as const, prompts: 'a\nb' };
    expect(toBulk(request, form, true)).not.toHaveProperty('prompt_list');
  });

  it('is whole once there is something to go through', () => {
    expect(isWhole({ ...FIRST_BULK, kind: 'list' }, false)).toBe(false);
    expect(isWhole({ ...FIRST_BULK, kind: 'list' }, true)).toBe(true);
    expect(isWhole({ ...FIRST_BULK, kind: 'matrix' }, false)).toBe(false);
    expect(isWhole(FIRST_BULK, false)).toBe(true);
  });
});
