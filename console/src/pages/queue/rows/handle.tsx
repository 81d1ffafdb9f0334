import { useDraggable } from '@dnd-kit/core';
import { IconGripVertical } from '@tabler/icons-react';
import { text } from '../../../text';
import classes from './rows.module.css';

interface Props {
  id: string;
  row: number;
  name: string;
  grabbed: boolean;
}

/** Drags a row with mouse and touch; its keys are those of the band (`use-row-drag.ts`). */
export function Handle({ id, row, name, grabbed }: Props) {
  const { setNodeRef, listeners } = useDraggable({ id, data: { row, name } });
  return (
    <button
      ref={setNodeRef}
      type="button"
      className={classes.handle}
      aria-label={text.queuePage.row.handle(name)}
      aria-pressed={grabbed}
      data-act="grab"
      {...listeners}
    >
      <IconGripVertical size={16} aria-hidden />
    </button>
  );
}
