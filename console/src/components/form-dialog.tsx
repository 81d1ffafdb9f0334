import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { FormEvent, ReactNode } from 'react';
import { useIsPhone } from '../lib/use-is-phone';
import { text } from '../text';
import classes from './form-dialog.module.css';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  submitLabel: string;
  pending: boolean;
  /** What is wrong and stands at no field. */
  problem: string | null;
  onSubmit: () => void;
  /** Beside the buttons: a test, for instance. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A form in a dialog, on phones over the whole screen. A tap beside it does not throw away what was written. */
export function FormDialog(props: Props) {
  const isPhone = useIsPhone();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      size="lg"
      fullScreen={isPhone}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': text.actions.close }}
    >
      <FormBody {...props} />
    </Modal>
  );
}

function FormBody({ onClose, submitLabel, pending, problem, onSubmit, aside, children }: Props) {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // A dialog inside of a dialog is drawn elsewhere, but its events come up through this one.
    event.stopPropagation();
    if (!pending) onSubmit();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {children}
        {problem !== null && (
          <Alert color="red" variant="light" icon={<IconAlertTriangle />} role="alert">
            {problem}
          </Alert>
        )}
      </Stack>
      <Group className={classes.foot} justify="space-between" gap="xs">
        <div>{aside}</div>
        <Group gap="xs">
          <Button variant="default" onClick={onClose}>
            {text.actions.cancel}
          </Button>
          <Button type="submit" loading={pending}>
            {submitLabel}
          </Button>
        </Group>
      </Group>
    </form>
  );
}
