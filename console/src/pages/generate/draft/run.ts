// What a ComfyUI job runs: the graph that StableQueue builds for plain parameters, a template by its name, or a workflow
// of one's own. The last two bring the fields of their form with them.
import type { WorkflowField } from '../../../api/queries/workflows';

export type Run = { kind: 'plain' } | ChosenWorkflow;
export type ChosenWorkflow = TemplateRun | WorkflowRun;

export interface TemplateRun {
  kind: 'template';
  name: string;
  title: string;
  form: readonly WorkflowField[];
}

export interface WorkflowRun {
  kind: 'workflow';
  /** Its JSON as a text, which keeps numbers beyond 2^53 whole. */
  workflow: string;
  /** As the job that it was taken from had it; null: found anew. */
  map: Readonly<Record<string, unknown>> | null;
  /** Where it came from: the name of a file, say. */
  title: string;
  form: readonly WorkflowField[];
}

export const PLAIN: Run = { kind: 'plain' };

/** What is chosen, if it is shown at all: other kinds of servers know plain parameters only. */
export const chosenOf = ({ appType, run }: { appType: string; run: Run }): ChosenWorkflow | null =>
  appType === 'comfyui' && run.kind !== 'plain' ? run : null;
