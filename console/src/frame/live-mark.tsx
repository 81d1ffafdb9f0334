import { Tooltip } from '@mantine/core';
import { useLiveState } from '../live/use-live-state';
import { text } from '../text';
import classes from './live-mark.module.css';

/** Whether what one sees changes as it happens. */
export function LiveMark({ short }: { short: boolean }) {
  const state = useLiveState();
  const hint = state === 'live' || state === 'resting' ? text.live.liveHint : text.live.reconnectingHint;
  return (
    <Tooltip label={hint} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
      <span className={classes.mark} data-state={state} role="status" tabIndex={0}>
        <i aria-hidden />
        <span className={short ? 'visually-hidden' : ''}>{text.live[state]}</span>
      </span>
    </Tooltip>
  );
}
