import { Alert, Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ApiProblem } from '../../../api/problem';
import { workflowQuery } from '../../../api/queries/workflows';
import { Afterwards } from '../../../components/afterwards';
import { text } from '../../../text';
import { withNewForm } from '../draft/choose-run';
import { draftNow, replaceDraft } from '../draft/draft-store';
import type { ChosenWorkflow } from '../draft/run';
import { startParams } from '../draft/workflow-params';
import { choosePlain, runOf } from './choose-run';
import { WorkflowFields } from './workflow-fields';

/** The fields of a template or a workflow; those of a template follow it when somebody changes it. */
export function WorkflowForm({ run }: { run: ChosenWorkflow }) {
  return (
    <>
      {run.kind === 'template' && <FollowTemplate name={run.name} />}
      <Afterwards>
        <WorkflowFields form={run.form} />
      </Afterwards>
    </>
  );
}

function FollowTemplate({ name }: { name: string }) {
  const { data: template, error } = useQuery(workflowQuery('comfyui', name));
  useEffect(() => {
    const draft = draftNow();
    const { run } = draft;
    if (!template || run.kind !== 'template' || run.name !== template.name) return;
    const next = runOf(template);
    if (JSON.stringify(next) === JSON.stringify(run)) return;
    replaceDraft(withNewForm(draft, next, startParams(template.form)));
  }, [template]);
  const isGone = error instanceof ApiProblem && error.status === 404;
  if (!isGone) return null;
  return (
    <Alert color="yellow" variant="light" icon={<IconAlertTriangle />} title={text.comfy.gone(name)}>
      <Group justify="space-between" gap="sm">
        {text.comfy.goneHint}
        <Button size="compact-sm" variant="default" onClick={choosePlain}>
          {text.comfy.backToSimple}
        </Button>
      </Group>
    </Alert>
  );
}
