import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useNow } from '../../../lib/use-now';
import { text } from '../../../text';
import { sayDay, startOfDay } from '../layout/local-days';
import { dayAt, type WallLayout } from '../layout/wall-layout';
import { scrubberMarks } from './scrubber-marks';
import classes from './scrubber.module.css';

interface Props {
  layout: WallLayout;
  scrollTop: number;
  /** Of what is in sight. */
  viewHeight: number;
  onScroll: (top: number) => void;
}

/** The whole gallery by its dates, at the edge: drag to any day. */
export function Scrubber({ layout, scrollTop, viewHeight, onScroll }: Props) {
  const track = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const [dragging, setDragging] = useState(false);
  const now = useNow();
  const furthest = Math.max(1, layout.height - viewHeight);
  const share = Math.min(1, scrollTop / furthest);
  const shown = pointed ?? share;
  const marks = useMemo(() => scrubberMarks(layout, viewHeight, furthest), [layout, viewHeight, furthest]);
  const name = (at: number): string => {
    const day = dayAt(layout, at * furthest);
    return day === null ? '' : sayDay(day, now, text.gallery);
  };
  const shareAt = ({ clientY }: PointerEvent): number => {
    const { top, height } = track.current!.getBoundingClientRect();
    return Math.min(1, Math.max(0, (clientY - top) / height));
  };
  const move = (event: PointerEvent): void => {
    const at = shareAt(event);
    setPointed(at);
    if (dragging) onScroll(at * furthest);
  };
  return (
    <div
      ref={track}
      className={classes.track}
      role="slider"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={text.gallery.scrubber}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={name(share)}
      data-dragging={dragging || undefined}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragging(true);
        setPointed(shareAt(event));
        onScroll(shareAt(event) * furthest);
      }}
      onPointerMove={move}
      onPointerUp={() => setDragging(false)}
      onPointerCancel={() => setDragging(false)}
      onPointerLeave={() => !dragging && setPointed(null)}
      onLostPointerCapture={() => setPointed(null)}
      onKeyDown={(event) => step(event, layout, scrollTop, viewHeight, onScroll)}
    >
      {marks.map(({ day, at, isYear }) => (
        <span
          key={day}
          className={classes.mark}
          data-year={isYear || undefined}
          style={{ top: `${at * 100}%` }}
        >
          {isYear && new Date(startOfDay(day)).getFullYear()}
        </span>
      ))}
      <span className={classes.thumb} style={{ top: `${share * 100}%` }} />
      {(pointed !== null || dragging) && (
        <span className={classes.bubble} style={{ top: `${shown * 100}%` }}>
          {name(shown)}
        </span>
      )}
    </div>
  );
}

/** Arrows go from span to span (a day, or a month with few images), pages by a screen. */
function step(
  event: KeyboardEvent,
  { sections, height }: WallLayout,
  scrollTop: number,
  viewHeight: number,
  onScroll: (top: number) => void,
): void {
  const next = sections.find(({ top, height: own }) => own > 0 && top > scrollTop + 1)?.top ?? height;
  const last = sections.findLast(({ top, height: own }) => own > 0 && top < scrollTop - 1)?.top ?? 0;
  const target = {
    ArrowDown: next,
    ArrowUp: last,
    PageDown: scrollTop + viewHeight,
    PageUp: scrollTop - viewHeight,
    Home: 0,
    End: height,
  }[event.key];
  if (target === undefined) return;
  event.preventDefault();
  onScroll(target);
}
