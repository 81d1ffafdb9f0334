// What is chosen to run: read first, so that its form is there at once when it is shown.
import { queryClient } from '../../../api/query-client';
import {
  inspectWorkflow,
  workflowQuery,
  type Workflow,
  type WorkflowMap,
} from '../../../api/queries/workflows';
import { toast } from '../../../components/toast';
import { text } from '../../../text';
import { withoutRun, withRun } from '../draft/choose-run';
import { isGiven, textOf, type Params } from '../draft/draft';
import { draftNow, rememberForm, replaceDraft } from '../draft/draft-store';
import type { ChosenWorkflow } from '../draft/run';
import { sameWorkflow } from '../draft/same-workflow';
import { paramsOfJob, startParams } from '../draft/workflow-params';

const APP_TYPE = 'comfyui';

export function choosePlain(): void {
  sayWhatIsLost(rememberForm());
  replaceDraft(withoutRun(draftNow()));
}

export async function chooseTemplate(name: string): Promise<void> {
  try {
    const template = await queryClient.fetchQuery({ ...workflowQuery(APP_TYPE, name), staleTime: 0 });
    choose(runOf(template), startParams(template.form));
  } catch (error) {
    toast.problem(error);
  }
}

/** @throws ApiProblem when it is none, with what to do about it */
export async function chooseWorkflow(workflow: string, title: string): Promise<void> {
  const { form } = await inspectWorkflow(workflow, null);
  choose({ kind: 'workflow', workflow, map: null, title, form }, startParams(form));
}

/** One that came without being asked for: dropped or pasted onto the form. @throws ApiProblem */
export async function takeWorkflow(workflow: string, title: string): Promise<void> {
  const { form } = await inspectWorkflow(workflow, null);
  const undo = rememberForm();
  replaceDraft(
    withRun(draftNow(), { kind: 'workflow', workflow, map: null, title, form }, startParams(form)),
  );
  toast.undo(text.comfy.took(title), undo);
}

/** A job that ran a template runs it again if it is still the same; else what the job ran. */
export async function fillFromWorkflowJob(job: Params): Promise<void> {
  const undo = rememberForm();
  const run = await runOfJob(job);
  replaceDraft(withRun(draftNow(), run, paramsOfJob(run.form, job)));
  toast.undo(text.comfy.taken(run.title), undo);
}

async function runOfJob(job: Params): Promise<ChosenWorkflow> {
  const map = (isGiven(job['workflow_map']) ? job['workflow_map'] : null) as WorkflowMap | null;
  const template = textOf(job, 'template');
  const known = template === '' ? null : await templateNow(template);
  if (known && sameWorkflow(known, { workflow: job['workflow'], map })) return runOf(known);
  const workflow = typeof job['workflow'] === 'string' ? job['workflow'] : JSON.stringify(job['workflow']);
  const { form } = await inspectWorkflow(workflow, map);
  return { kind: 'workflow', workflow, map, title: template === '' ? text.comfy.ofAJob : template, form };
}

/** Null: it is gone, or cannot be read. */
async function templateNow(name: string): Promise<Workflow | null> {
  return queryClient.fetchQuery(workflowQuery(APP_TYPE, name)).catch(() => null);
}

export const runOf = ({ name, title, form }: Workflow): ChosenWorkflow => ({
  kind: 'template',
  name,
  title,
  form,
});

function choose(run: ChosenWorkflow, params: Params): void {
  sayWhatIsLost(rememberForm());
  replaceDraft(withRun(draftNow(), run, params));
}

/** Templates can be chosen again, plain parameters come back by themselves; a pasted workflow would be gone. */
function sayWhatIsLost(undo: () => void): void {
  const { run } = draftNow();
  if (run.kind === 'workflow') toast.undo(text.comfy.putAway(run.title), undo);
}
