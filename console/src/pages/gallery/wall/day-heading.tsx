import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { UnstyledButton } from '@mantine/core';
import { text } from '../../../text';
import { useNow } from '../../../lib/use-now';
import { sayDay } from '../layout/local-days';
import classes from './wall.module.css';

interface Props {
  day: string;
  top: number;
  height: number;
  isAllChosen: boolean;
  canSelect: boolean;
  onSelectAll: () => void;
}

/** A day, and the way to select all of it. */
export function DayHeading({ day, top, height, isAllChosen, canSelect, onSelectAll }: Props) {
  const name = sayDay(day, useNow(), text.gallery);
  return (
    <div className={classes.heading} style={{ top, height }}>
      <h2>{name}</h2>
      {canSelect && (
        <UnstyledButton
          className={classes.selectDay}
          data-on={isAllChosen || undefined}
          role="checkbox"
          aria-checked={isAllChosen}
          aria-label={text.gallery.selectDay(name)}
          onClick={onSelectAll}
        >
          {isAllChosen ? <IconCircleCheckFilled size={20} /> : <IconCircle size={20} />}
        </UnstyledButton>
      )}
    </div>
  );
}
