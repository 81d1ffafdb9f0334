import { Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../../../components/form-dialog';
import { WorkflowText } from '../../../components/workflow-text';
import { useFormProblems } from '../../../lib/use-form-problems';
import { text } from '../../../text';
import { chooseWorkflow } from './choose-run';

const FIELDS = ['workflow'];

/** A workflow to run: what is dropped is used at once, what is pasted or typed with a press. */
export function WorkflowDialog({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const use = useMutation({
    mutationFn: ({ workflow, title }: { workflow: string; title: string }) => chooseWorkflow(workflow, title),
    onSuccess: onClose,
    meta: { quiet: true },
  });
  const problems = useFormProblems(use.error, FIELDS);
  const take = (workflow: string, title: string | null): void => {
    setTyped(workflow);
    if (title === null) use.reset();
    else use.mutate({ workflow, title });
  };
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={text.comfy.bringTitle}
      submitLabel={text.comfy.useIt}
      pending={use.isPending}
      problem={problems.rest}
      onSubmit={() => use.mutate({ workflow: typed, title: text.comfy.pasted })}
    >
      <Text size="sm" c="dimmed">
        {text.comfy.bringHint}
      </Text>
      <WorkflowText
        value={typed}
        error={problems.fields['workflow']}
        minRows={10}
        autoFocus
        onChange={take}
      />
    </FormDialog>
  );
}
