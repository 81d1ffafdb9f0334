import { describe, expect, it } from '@jest/globals';
import { withAppType } from './app-type-change';
import { withNewForm, withoutRun, withRun } from './choose-run';
import { FIRST_DRAFT, FIRST_PARAMS, type Draft } from './draft';
import { fillFrom } from './from-params';
import { PLAIN } from './run';
import { sameWorkflow } from './same-workflow';
import { readDraft } from './stored-draft';
import { field, FORM, TEMPLATE } from './workflow-fixture';
import { startParams } from './workflow-params';

const draft = (part: Partial<Draft>): Draft => ({ ...FIRST_DRAFT, appType: 'comfyui', ...part });
const start = startParams(FORM);

describe('what is chosen to run', () => {
  it('takes the prompt and the model along where the workflow leaves them open, and nothing else', () => {
    const before = draft({
      params: { prompt: 'a cat', negative_prompt: 'fog', checkpoint_name: 'sea', steps: 30 },
    });
    const after = withRun(before, TEMPLATE, start);
    expect(after.params).toEqual({ ...start, prompt: 'a cat', checkpoint_name: 'sea' });
    expect(after.plain).toBe(before.params);
  });

  it('brings the plain parameters back, with the words of now', () => {
    const before = draft({ params: { prompt: 'a cat', steps: 30 } });
    const chosen = withRun(before, TEMPLATE, start);
    const typed = { ...chosen, params: { ...chosen.params, prompt: 'a dog', steps: 8 } };
    expect(withoutRun(typed)).toMatchObject({
      run: PLAIN,
      plain: null,
      params: { prompt: 'a dog', negative_prompt: 'blurry', steps: 30 },
    });
  });

  it('changes from one to another without losing the plain ones', () => {
    const before = draft({ params: { prompt: 'a cat' } });
    const other = { ...TEMPLATE, name: 'other' };
    expect(withRun(withRun(before, TEMPLATE, start), other, start).plain).toBe(before.params);
  });

  it('comes to the form of another kind of server as well', () => {
    const after = withRun({ ...FIRST_DRAFT, server: 'forge-1' }, TEMPLATE, start);
    expect(after).toMatchObject({ appType: 'comfyui', server: null });
    expect(after.plain).not.toHaveProperty('steps');
  });

  it('keeps what was filled in when the template changes', () => {
    const run = { ...TEMPLATE, form: [field('prompt'), field('steps', { default: 9 })] };
    const before = draft({ run: TEMPLATE, params: { ...start, prompt: 'a cat', steps: 8 } });
    expect(withNewForm(before, run, startParams(run.form)).params).toEqual({ prompt: 'a cat', steps: 8 });
  });

  it('is put away by parameters from elsewhere, which are plain ones', () => {
    const before = withRun(draft({ params: { checkpoint_name: 'sea' } }), TEMPLATE, start);
    const { draft: after } = fillFrom(before, { prompt: 'new' });
    expect(after).toMatchObject({ run: PLAIN, plain: null });
    expect(after.params).toEqual({
      ...{ prompt: 'new', negative_prompt: '', seed: -1, batch_size: 1, n_iter: 1, checkpoint_name: 'sea' },
    });
  });

  it('is remembered, unless what is stored is not ours', () => {
    const one = withRun(draft({ params: { prompt: 'a cat' } }), TEMPLATE, start);
    expect(readDraft(JSON.stringify(one))).toEqual(one);
    const broken = { ...one, run: { ...TEMPLATE, form: [{ name: 'x', kind: 'script' }] } };
    expect(readDraft(JSON.stringify(broken))).toMatchObject({ run: PLAIN, params: { prompt: 'a cat' } });
  });
});

describe('another kind of server', () => {
  it('leaves to the model of ComfyUI what nobody has touched', () => {
    const before = { ...FIRST_DRAFT, params: { ...FIRST_PARAMS, prompt: 'x', steps: 12 } };
    const after = withAppType(before, 'comfyui', 'comfy');
    expect(after.params).toEqual({
      ...{ prompt: 'x', negative_prompt: '', steps: 12, seed: -1, batch_size: 1, n_iter: 1 },
    });
    expect(withAppType(after, 'forge', null).params).toEqual({ ...FIRST_PARAMS, prompt: 'x', steps: 12 });
  });

  it('gets plain parameters and a mode that it knows', () => {
    const before = withRun(draft({ params: { prompt: 'a cat' }, mode: 'upscale' }), TEMPLATE, start);
    expect(withAppType(before, 'forge', null)).toMatchObject({
      ...{ run: PLAIN, plain: null, mode: 'image', appType: 'forge' },
      params: { prompt: 'a cat', steps: 25 },
    });
  });

  it('changes nothing when it is of the same kind', () => {
    const before = withRun(draft({}), TEMPLATE, start);
    expect(withAppType(before, 'comfyui', 'comfy')).toEqual({ ...before, server: 'comfy' });
  });
});

describe(sameWorkflow.name, () => {
  const template = {
    workflow: { '3': { class_type: 'K', inputs: { a: 1, b: 2 } } },
    workflow_map: { seed: ['3.a'] },
  };

  it('compares what runs, not how it is written', () => {
    const job = { workflow: { '3': { inputs: { b: 2, a: 1 }, class_type: 'K' } }, map: { seed: ['3.a'] } };
    expect(sameWorkflow(template, job)).toBe(true);
    expect(sameWorkflow(template, { ...job, map: { seed: ['3.b'] } })).toBe(false);
    expect(sameWorkflow(template, { ...job, workflow: {} })).toBe(false);
  });
});
