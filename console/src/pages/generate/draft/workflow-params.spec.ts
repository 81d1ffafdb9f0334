import { describe, expect, it } from '@jest/globals';
import { FIRST_DRAFT, type Draft, type Params } from './draft';
import type { ChosenWorkflow } from './run';
import { NO_PICTURES, toRequest, type SentPictures } from './to-request';
import { field, FORM, TEMPLATE } from './workflow-fixture';
import { missingField, paramsOfJob, startParams } from './workflow-params';

function sent(params: Params, pictures: SentPictures = NO_PICTURES, run: ChosenWorkflow = TEMPLATE): Params {
  const draft: Draft = { ...FIRST_DRAFT, appType: 'comfyui', run, params };
  return toRequest(draft, pictures).generation_params;
}

describe('a form of a workflow', () => {
  it('starts as the workflow is, with another seed each time, and without its pictures', () => {
    expect(startParams(FORM)).toEqual({
      ...{ prompt: '', negative_prompt: 'blurry', steps: 4, seed: -1 },
      ...{ strength: 0.8, tiled: false },
    });
  });

  it('is as a job had it; what the job did not name was the workflow’s', () => {
    const job = { prompt: 'a cat', seed: 5, values: { strength: 0.2, negative_prompt: '' } };
    expect(paramsOfJob(FORM, job)).toEqual({
      ...{ prompt: 'a cat', negative_prompt: '', steps: 4, seed: 5 },
      ...{ strength: 0.2, tiled: false },
    });
  });

  it('is whole once everything has a value that the workflow leaves open', () => {
    const has =
      (...names: string[]) =>
      (name: string) =>
        names.includes(name);
    expect(missingField(FORM, { prompt: '' }, has())?.name).toBe('init_images');
    expect(missingField(FORM, {}, has('init_images'))?.name).toBe('mask');
    expect(missingField(FORM, {}, has('init_images', 'mask'))?.name).toBe('checkpoint_name');
    expect(missingField(FORM, { checkpoint_name: 'a' }, has('init_images', 'mask'))).toBeUndefined();
  });
});

describe('a job of a workflow', () => {
  it('names its template; values of its own go beside the parameters', () => {
    expect(sent({ prompt: 'a cat', steps: 8, seed: -1, strength: 0.5, tiled: true, leftover: 1 })).toEqual({
      template: 'mine',
      ...{ prompt: 'a cat', steps: 8, seed: -1 },
      values: { strength: 0.5, tiled: true },
    });
  });

  it('says that a text is empty, and leaves every other empty field to the workflow', () => {
    expect(sent({ prompt: '', negative_prompt: '', steps: undefined, strength: null })).toEqual({
      template: 'mine',
      values: { negative_prompt: '' },
    });
  });

  it('takes its pictures to their places', () => {
    const pictures = { init: 'data:a', mask: 'data:m', more: { 'init_images.1': 'data:b', style: 'data:s' } };
    expect(sent({}, pictures)).toEqual({
      template: 'mine',
      ...{ init_images: ['data:a', 'data:b'], mask: 'data:m' },
      values: { style: 'data:s' },
    });
  });

  it('brings its workflow along as it was pasted', () => {
    const workflow = '{"3":{"class_type":"KSampler","inputs":{"seed":18446744073709551615}}}';
    const form = [field('seed', { kind: 'seed', default: 1 })];
    const run: ChosenWorkflow = { kind: 'workflow', workflow, map: null, title: 'a.json', form };
    expect(sent({ seed: 9 }, NO_PICTURES, run)).toEqual({ workflow, seed: 9 });
    const map = { seed: ['3.seed'] };
    expect(sent({ seed: 9 }, NO_PICTURES, { ...run, map })).toEqual({ workflow, workflow_map: map, seed: 9 });
  });

  it('comes back out of what was sent', () => {
    const params = { ...startParams(FORM), prompt: 'a cat', negative_prompt: '', strength: 0.1, seed: 3 };
    expect(paramsOfJob(FORM, sent(params))).toEqual(params);
  });

  it('is none for a server of another kind', () => {
    const draft: Draft = { ...FIRST_DRAFT, appType: 'forge', run: TEMPLATE, params: { prompt: 'x' } };
    expect(toRequest(draft, NO_PICTURES).generation_params).toEqual({ prompt: 'x' });
  });
});
