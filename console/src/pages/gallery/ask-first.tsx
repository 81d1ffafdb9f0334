import { Text } from '@mantine/core';
import { ConfirmDialog } from '../../components/confirm-dialog';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will be gone. */
  message: string;
  /** The button that does it. */
  action: string;
  onConfirm: () => void;
}

/** Asks before what cannot be undone; what is confirmed shows at once, and is taken back where the server refuses. */
export function AskFirst({ message, action, onConfirm, ...dialog }: Props) {
  const confirm = (): void => {
    dialog.onClose();
    onConfirm();
  };
  return (
    <ConfirmDialog {...dialog} confirmLabel={action} pending={false} error={null} onConfirm={confirm}>
      <Text size="sm">{message}</Text>
    </ConfirmDialog>
  );
}
