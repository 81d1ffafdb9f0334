import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useRef, type PointerEvent, type ReactNode } from 'react';
import { useWheel } from './use-wheel';
import { distance, fit, middle, panBy, toggleZoom, zoomAt, type Extent, type Point, type View } from './zoom';
import classes from './zoom-area.module.css';

interface Props {
  /** Of the picture, in its own pixels. */
  width: number;
  height: number;
  view: View;
  onView: (view: View) => void;
  /** Dragging a picture that is not zoomed, in pixels to the right and down. */
  onDrag?: (x: number, y: number) => void;
  /** The finger is gone; how far it went, and whether it was quick. */
  onDrop?: (x: number, y: number, isQuick: boolean) => void;
  /** Laid out in a box of the picture's size. */
  children: ReactNode;
}

const DOUBLE_TAP_MS = 300;
const STILL_PX = 8;
/** Pixels a millisecond. */
const QUICK = 0.5;
const WHEEL_STEP = 0.0022;

/** A picture to be looked at closely: wheel, pinch, double tap and drag. Its view is held outside, so that two can share it. */
export function ZoomArea({ width, height, view, onView, onDrag, onDrop, children }: Props) {
  const { ref: measure, width: frameWidth, height: frameHeight } = useElementSize<HTMLDivElement>();
  const element = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(measure, element);
  const frame = { width: frameWidth, height: frameHeight };
  const extent: Extent = { frame, picture: fit({ width, height }, frame) };
  const pointers = useRef(new Map<number, Point>());
  const gesture = useRef({ x: 0, y: 0, begun: 0, tapAt: -Infinity, pinched: false });

  const fromMiddle = (point: Point): Point => {
    const box = element.current!.getBoundingClientRect();
    return { x: point.x - box.left - box.width / 2, y: point.y - box.top - box.height / 2 };
  };
  useWheel(element, (event) => {
    event.preventDefault();
    const point = fromMiddle({ x: event.clientX, y: event.clientY });
    // A pinch on a trackpad is told as a wheel with the control key, in smaller steps.
    const step = event.ctrlKey ? WHEEL_STEP * 5 : WHEEL_STEP;
    onView(zoomAt(view, point, Math.exp(-event.deltaY * step), extent));
  });

  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (pointers.current.size === 1)
      Object.assign(gesture.current, { x: 0, y: 0, begun: event.timeStamp, pinched: false });
    else gesture.current.pinched = true;
  };
  const move = (event: PointerEvent): void => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    if (other) {
      const factor = distance(now, other) / Math.max(1, distance(before, other));
      const [was, is] = [middle(before, other), middle(now, other)];
      const zoomed = zoomAt(view, fromMiddle(is), factor, extent);
      return onView(panBy(zoomed, { x: is.x - was.x, y: is.y - was.y }, extent));
    }
    const by = { x: now.x - before.x, y: now.y - before.y };
    gesture.current.x += by.x;
    gesture.current.y += by.y;
    if (view.scale > 1) onView(panBy(view, by, extent));
    else if (!gesture.current.pinched && Math.hypot(gesture.current.x, gesture.current.y) > STILL_PX)
      onDrag?.(gesture.current.x, gesture.current.y);
  };
  const up = (event: PointerEvent): void => {
    if (!pointers.current.delete(event.pointerId) || pointers.current.size || gesture.current.pinched) return;
    const { x, y, begun, tapAt } = gesture.current;
    const moved = Math.hypot(x, y);
    if (moved > STILL_PX) {
      if (view.scale <= 1) onDrop?.(x, y, moved / Math.max(1, event.timeStamp - begun) > QUICK);
      return;
    }
    const isSecond = event.timeStamp - tapAt < DOUBLE_TAP_MS;
    gesture.current.tapAt = isSecond ? -Infinity : event.timeStamp;
    if (isSecond)
      onView(toggleZoom(view, fromMiddle({ x: event.clientX, y: event.clientY }), { width }, extent));
  };
  const cancel = (event: PointerEvent): void => {
    if (pointers.current.delete(event.pointerId)) onDrop?.(0, 0, false);
  };
  return (
    <div
      ref={ref}
      className={classes.area}
      data-zoomed={view.scale > 1 || undefined}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={cancel}
    >
      <div
        className={classes.picture}
        style={{
          width: extent.picture.width,
          height: extent.picture.height,
          transform: `translate(-50%, -50%) translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
        }}
      >
        {children}
      </div>
    </div>
  );
}
