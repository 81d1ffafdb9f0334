import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { messageOf } from '../api/problem';
import { text } from '../text';
import { Outcome } from './outcome';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, in a verb. */
  confirmLabel: string;
  pending: boolean;
  error: Error | null;
  onConfirm: () => void;
  children: ReactNode;
}

/** Only for what cannot be undone; says what it means before it happens. */
export function ConfirmDialog(props: Props) {
  const { opened, onClose, title, confirmLabel, pending, error, onConfirm, children } = props;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': text.actions.close }}
    >
      <Stack gap="md">
        {children}
        {error && (
          <div role="alert">
            <Outcome good={false} title={text.problem.title}>
              {messageOf(error)}
            </Outcome>
          </div>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {text.actions.cancel}
          </Button>
          <Button onClick={onConfirm} loading={pending}>
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
