import type { Workflow } from '../../../api/queries/workflows';

/** Whether a job ran what the template is now, whatever the order of keys. Pure. */
export function sameWorkflow(
  template: Pick<Workflow, 'workflow' | 'workflow_map'>,
  job: { workflow: unknown; map: unknown },
): boolean {
  return said(template.workflow) === said(job.workflow) && said(template.workflow_map) === said(job.map);
}

function said(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
