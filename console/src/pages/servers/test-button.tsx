import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { DisabledReason } from '../../components/disabled-reason';
import { text } from '../../text';

interface Props {
  /** Why it cannot be tested now. */
  reason: string | null;
  pending: boolean;
  onTest: () => void;
}

export function TestButton({ reason, pending, onTest }: Props) {
  return (
    <DisabledReason reason={reason}>
      <Button
        variant="default"
        leftSection={<IconPlugConnected size={16} />}
        loading={pending}
        data-disabled={reason !== null || undefined}
        aria-disabled={reason !== null || undefined}
        onClick={() => reason === null && onTest()}
      >
        {text.serversPage.actions.test}
      </Button>
    </DisabledReason>
  );
}
