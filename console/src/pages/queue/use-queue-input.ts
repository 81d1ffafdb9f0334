// What keys, clicks and the focus do in the lists.
import { useNavigate } from '@tanstack/react-router';
import type { FocusEvent, MouseEvent } from 'react';
import { hearClick, kindOf, targetAt } from './act-target';
import { SEARCH_ID } from './filter/filter-bar';
import { writeFilter } from './filter/queue-filter';
import { isPartOf } from './selection/selection';
import type { Queue } from './use-queue';
import { useQueueKeys } from './use-queue-keys';

/** `jobId`: of the job whose details are open. */
export function useQueueInput(queue: Queue, jobId: string | undefined) {
  const { filter, cursor, acts, selected, onAct, onSelection } = queue;
  const navigate = useNavigate();

  const step = (by: 1 | -1): void => {
    const next = cursor.step(by);
    if (jobId !== undefined && next && next.id && kindOf(next.id) === 'job') acts.open(next.id, true);
  };
  const press = (act: string): void => {
    const target = cursor.target();
    if (target) onAct(act, target);
  };
  /** For all that is selected, unless the cursor is at a row beside it. */
  const pressForAll = (act: 'cancel' | 'retry'): void => {
    const target = cursor.target();
    const isForAll = selected.count > 0 && (!target || isPartOf(selected.selection, target));
    if (isForAll) onSelection({ act });
    else press(act);
  };
  const close = (): boolean => {
    if (jobId !== undefined) void navigate({ to: '/queue', search: writeFilter(filter) as never });
    else if (selected.count > 0) selected.clear();
    else return false;
    return true;
  };

  useQueueKeys({
    next: () => step(1),
    previous: () => step(-1),
    select: () => press('select'),
    cancel: () => pressForAll('cancel'),
    retry: () => pressForAll('retry'),
    moveUp: () => press('up'),
    moveDown: () => press('down'),
    search: () => document.getElementById(SEARCH_ID)?.focus(),
    close,
  });
  return {
    onClick: (event: MouseEvent<HTMLElement>): void => hearClick(event, onAct),
    onFocus: (event: FocusEvent<HTMLElement>): void => {
      const target = targetAt(event.target);
      if (target && target.id !== cursor.cursor?.id) cursor.setCursor(target);
    },
  };
}
