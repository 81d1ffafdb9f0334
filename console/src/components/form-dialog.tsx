import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useIsPhone } from '../lib/use-is-phone';
import { text } from '../text';
import { Outcome } from './outcome';
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
  /** Above the buttons, always in sight: how that test has ended. */
  notice?: ReactNode;
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

function FormBody({ onClose, submitLabel, pending, problem, onSubmit, aside, notice, children }: Props) {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // A dialog inside of a dialog is drawn elsewhere, but its events come up through this one.
    event.stopPropagation();
    if (!pending) onSubmit();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">{children}</Stack>
      <div className={classes.foot}>
        {notice}
        {problem !== null && (
          <div role="alert">
            <Outcome good={false} title={text.problem.title}>
              {problem}
            </Outcome>
          </div>
        )}
        <Group justify="space-between" gap="xs">
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
      </div>
    </form>
  );
}
