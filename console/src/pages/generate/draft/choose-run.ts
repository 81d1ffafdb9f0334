// Another thing to run, with what the form had that it leaves open: the prompt, above all. Pure.
import type { WorkflowField } from '../../../api/queries/workflows';
import { firstParams } from './app-type-change';
import { isGiven, type Draft, type Params } from './draft';
import { PLAIN, type ChosenWorkflow } from './run';

const APP_TYPE = 'comfyui';
const PROMPTS = ['prompt', 'negative_prompt'];

export function withRun(draft: Draft, run: ChosenWorkflow, params: Params): Draft {
  const isOurs = draft.appType === APP_TYPE;
  const before = { ...draft.plain, ...draft.params };
  return {
    ...draft,
    appType: APP_TYPE,
    server: isOurs ? draft.server : null,
    run,
    params: { ...params, ...leftOpen(run.form, params, before) },
    plain: isOurs ? (draft.plain ?? draft.params) : firstParams(APP_TYPE),
  };
}

function leftOpen(form: readonly WorkflowField[], params: Params, before: Params): Params {
  const open = form.filter(({ name, own }) => !own && !isGiven(params[name]) && isGiven(before[name]));
  return pick(
    before,
    open.map(({ name }) => name),
  );
}

/** Plain parameters again, as they were, but with the words that stand in the form now. */
export function withoutRun(draft: Draft): Draft {
  if (draft.plain === null) return { ...draft, run: PLAIN };
  const words = PROMPTS.filter((name) => isGiven(draft.params[name]));
  return {
    ...draft,
    run: PLAIN,
    params: { ...draft.plain, ...pick(draft.params, words) },
    plain: null,
  };
}

/** The same template with a form that has changed meanwhile: what was filled in stays where it still has a place. */
export function withNewForm(draft: Draft, run: ChosenWorkflow, start: Params): Draft {
  const names = run.form.map(({ name }) => name).filter((name) => name in draft.params);
  return { ...draft, run, params: { ...start, ...pick(draft.params, names) } };
}

const pick = (params: Params, names: readonly string[]): Params =>
  Object.fromEntries(names.map((name) => [name, params[name]]));
