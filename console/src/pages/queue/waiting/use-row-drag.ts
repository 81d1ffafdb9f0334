// Moving rows by their handle: with mouse and touch through dnd-kit, with keys by our own count of rows, since most of
// the rows of a virtual list are not there to be measured.
import type { DragEndEvent, DragMoveEvent, DragStartEvent } from '@dnd-kit/core';
import { useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { text } from '../../../text';
import { scrollInto } from './use-band-virtualizer';

export interface RowDrag {
  id: string;
  name: string;
  /** Where it was. */
  row: number;
  /** Before which row it would stand. */
  over: number;
  by: 'pointer' | 'keys';
}

interface Options {
  bandRef: RefObject<HTMLElement | null>;
  rowHeight: number;
  count: number;
  onDrop: (drag: RowDrag) => void;
}

const said = text.queuePage.drag;

export function useRowDrag({ bandRef, rowHeight, count, onDrop }: Options) {
  const [drag, setDrag] = useState<RowDrag | null>(null);
  const [spoken, setSpoken] = useState('');
  /** Where the pointer was in the band when it began; what is scrolled since is in dnd-kit's delta. */
  const beganAt = useRef(0);

  const overOf = (y: number): number => Math.min(count, Math.max(0, Math.round(y / rowHeight)));

  const pointer = {
    onDragStart: ({ active, activatorEvent }: DragStartEvent): void => {
      const { row, name } = active.data.current as { row: number; name: string };
      const top = bandRef.current?.getBoundingClientRect().top ?? 0;
      beganAt.current = (activatorEvent as PointerEvent).clientY - top;
      setDrag({ id: String(active.id), name, row, over: row, by: 'pointer' });
    },
    onDragMove: ({ delta }: DragMoveEvent): void => {
      const over = overOf(beganAt.current + delta.y);
      setDrag((now) => (now && now.over !== over ? { ...now, over } : now));
    },
    onDragEnd: ({ delta }: DragEndEvent): void => {
      if (drag) drop({ ...drag, over: overOf(beganAt.current + delta.y) });
    },
    onDragCancel: (): void => setDrag(null),
  };

  function drop(last: RowDrag): void {
    setDrag(null);
    setSpoken(last.over >= count ? said.atEnd : said.dropped(last.over + 1));
    if (last.over !== last.row && last.over !== last.row + 1) onDrop(last);
  }

  /** Keys on a handle. True: the key was ours. */
  function onHandleKey(event: KeyboardEvent, handle: { id: string; name: string; row: number }): boolean {
    const isPress = event.key === ' ' || event.key === 'Enter';
    if (!drag && isPress) {
      setDrag({ ...handle, over: handle.row, by: 'keys' });
      setSpoken(said.picked(handle.name, handle.row + 1));
      return true;
    }
    if (!drag || drag.by !== 'keys') return false;
    if (isPress) drop(drag);
    else if (event.key === 'Escape') {
      setDrag(null);
      setSpoken(said.cancelled);
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown')
      step(drag, event.key === 'ArrowUp' ? -1 : 1);
    else return false;
    return true;
  }

  function step(now: RowDrag, by: number): void {
    // The gaps right before and right behind a row are the same place.
    const skip = by > 0 ? now.over === now.row : now.over === now.row + 2;
    const over = Math.min(count, Math.max(0, now.over + (skip ? 2 * by : by)));
    setDrag({ ...now, over });
    setSpoken(over >= count ? said.atEnd : said.over(over + 1, count));
    scrollInto(bandRef.current, Math.min(over, count - 1) * rowHeight, rowHeight);
  }

  return { drag, spoken, pointer, onHandleKey };
}
