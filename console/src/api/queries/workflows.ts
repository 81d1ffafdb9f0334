// Workflows that jobs call by a name: those that came with StableQueue, and those that somebody has put in.
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';
import { queryClient } from '../query-client';

export type WorkflowSummary = Schemas['WorkflowSummaryDto'];
export type Workflow = Schemas['WorkflowDto'];
export type WorkflowField = Schemas['WorkflowFieldDto'];
export type WorkflowBody = Schemas['ReplaceWorkflowDto'];
export type WorkflowMap = NonNullable<WorkflowBody['workflow_map']>;

/** Of all engines, by title. */
export const useWorkflows = () =>
  useQuery({
    queryKey: keys.workflowList,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v2/workflows', { signal }))).workflows,
  });

export const workflowQuery = (appType: string, name: string) =>
  queryOptions({
    queryKey: keys.workflow(appType, name),
    queryFn: ({ signal }) =>
      take(api.GET('/api/v2/workflows/{app_type}/{name}', { params: at(appType, name), signal })),
  });

/** What a workflow would become; stores nothing. */
export const inspectWorkflow = (workflow: WorkflowBody['workflow'], map: WorkflowMap | null) =>
  take(api.POST('/api/v2/workflows/inspect', { body: { workflow, workflow_map: map } }));

const at = (app_type: string, name: string) => ({ path: { app_type, name } });
const readAgain = () => queryClient.invalidateQueries({ queryKey: keys.workflows });

/** A new one; refused when somebody has put in one of that name. */
export const useCreateWorkflow = () =>
  useMutation({
    mutationFn: (body: Schemas['CreateWorkflowDto']) => take(api.POST('/api/v2/workflows', { body })),
    onSuccess: readAgain,
    meta: { quiet: true },
  });

interface Put {
  appType: string;
  name: string;
  body: WorkflowBody;
}

/** Makes it, or replaces the one of that name. */
export const usePutWorkflow = () =>
  useMutation({
    mutationFn: ({ appType, name, body }: Put) =>
      take(api.PUT('/api/v2/workflows/{app_type}/{name}', { params: at(appType, name), body })),
    onSuccess: readAgain,
    meta: { quiet: true },
  });

/** Out of the list at once; back when the server refuses. */
export const useDeleteWorkflow = () =>
  useMutation({
    mutationFn: ({ app_type: appType, name }: WorkflowSummary) =>
      take(api.DELETE('/api/v2/workflows/{app_type}/{name}', { params: at(appType, name) })),
    onMutate: (gone) =>
      queryClient.setQueryData<WorkflowSummary[]>(keys.workflowList, (all) =>
        // The built-in one of its name takes its place; until it is read, this one stands for it.
        all?.filter((one) => one.shadows_built_in || !isSame(one, gone)),
      ),
    onSettled: readAgain,
  });

const isSame = (one: WorkflowSummary, other: WorkflowSummary): boolean =>
  one.app_type === other.app_type && one.name === other.name;
