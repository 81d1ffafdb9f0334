import { CloseButton } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { text } from '../text';
import classes from './outcome.module.css';

interface Props {
  good: boolean;
  title: string;
  onClose?: () => void;
  children: ReactNode;
}

/** How something that somebody asked for has ended: a test, a form that was refused. */
export function Outcome({ good, title, onClose, children }: Props) {
  const StateIcon = good ? IconCircleCheck : IconCircleX;
  return (
    <div className={classes.outcome} data-good={good || undefined}>
      <StateIcon size={18} aria-hidden />
      <div className={classes.words}>
        <strong>{title}</strong>
        <div>{children}</div>
      </div>
      {onClose && <CloseButton size="sm" aria-label={text.actions.close} onClick={onClose} />}
    </div>
  );
}
