import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconHandStop,
  IconPlayerPlay,
  type Icon,
} from '@tabler/icons-react';
import { text } from '../text';
import classes from './state-mark.module.css';

export type JobState = 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled' | 'held';

const ICONS: Record<JobState, Icon> = {
  pending: IconClock,
  processing: IconPlayerPlay,
  completed: IconCircleCheck,
  failed: IconCircleX,
  cancelled: IconBan,
  held: IconHandStop,
};

/** A state as colour, icon and word: no one of them alone. */
export function StateMark({ state, label }: { state: JobState; label?: string }) {
  const StateIcon = ICONS[state];
  return (
    <span className={classes.mark} data-state={state}>
      <StateIcon size={14} stroke={2} aria-hidden />
      {label ?? text.states[state]}
    </span>
  );
}

/** Something to look at, in amber. */
export function WarningMark({ label }: { label: string }) {
  return (
    <span className={classes.mark} data-state="warning">
      <IconAlertTriangle size={14} stroke={2} aria-hidden />
      {label}
    </span>
  );
}
