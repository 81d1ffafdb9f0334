import { queryClient } from '../../api/query-client';
import {
  useDeleteWorkflow,
  usePutWorkflow,
  workflowQuery,
  type WorkflowSummary,
} from '../../api/queries/workflows';
import { toast } from '../../components/toast';
import { text } from '../../text';

/** Deletes at once; what it was is read before, so that Undo can put it back. */
export function useRemoveTemplate(): (template: WorkflowSummary) => Promise<void> {
  const { mutateAsync: remove } = useDeleteWorkflow();
  const { mutateAsync: put } = usePutWorkflow();
  return async (template) => {
    const { app_type: appType, name, title, shadows_built_in: shadows } = template;
    try {
      const { workflow, workflow_map } = await queryClient.fetchQuery(workflowQuery(appType, name));
      await remove(template);
      const said = shadows ? text.workflows.builtInBack(title) : text.workflows.removed(title);
      toast.undo(said, () =>
        put({ appType, name, body: { title, workflow, workflow_map } }).catch(toast.problem),
      );
    } catch (error) {
      toast.problem(error);
    }
  };
}
