import { Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useRemoveKey, type ApiKey } from '../../api/queries/api-keys';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { toast } from '../../components/toast';
import { text } from '../../text';

export function RemoveKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const [jobs, setJobs] = useState<'cancel' | 'keep'>('cancel');
  const remove = useRemoveKey();
  const words = text.keysPage.remove;
  const confirm = (): void =>
    remove.mutate(
      { id: apiKey.id, jobs },
      {
        onSuccess: ({ message }) => {
          toast.done(message);
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={words.title(apiKey.name)}
      confirmLabel={words.confirm}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
    >
      <Text size="sm">{words.hint}</Text>
      <Radio.Group
        label={words.jobs}
        value={jobs}
        onChange={(choice) => setJobs(choice === 'keep' ? 'keep' : 'cancel')}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="cancel" label={words.cancel} />
          <Radio value="keep" label={words.keep} />
        </Stack>
      </Radio.Group>
    </ConfirmDialog>
  );
}
