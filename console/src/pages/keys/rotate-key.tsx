import { Select, Text } from '@mantine/core';
import { useState } from 'react';
import { useRotateKey, type ApiKey } from '../../api/queries/api-keys';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { text } from '../../text';
import { SecretDialog } from './secret-dialog';

/** The usual, and what the server does when nobody says otherwise. */
const A_DAY = 24;

/** A new secret beside the old one, which ends after a while. */
export function RotateKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const [hours, setHours] = useState(A_DAY);
  const rotate = useRotateKey();
  const words = text.keysPage.rotate;
  if (rotate.data) {
    const { key, secret, api_key: made } = rotate.data;
    return <SecretDialog secret={{ id: made.id, name: made.name, key, secret }} onClose={onClose} />;
  }
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={words.title(apiKey.name)}
      confirmLabel={words.confirm}
      pending={rotate.isPending}
      error={rotate.error}
      onConfirm={() => rotate.mutate({ id: apiKey.id, overlapHours: hours })}
    >
      <Text size="sm">{words.hint}</Text>
      <Select
        label={words.overlap}
        data={Object.entries(words.overlaps).map(([value, label]) => ({ value, label }))}
        allowDeselect={false}
        value={String(hours)}
        onChange={(value) => setHours(Number(value))}
      />
    </ConfirmDialog>
  );
}
