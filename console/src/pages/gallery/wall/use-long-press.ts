import { useMemo, useRef, type MouseEvent, type PointerEvent } from 'react';

const LONG_MS = 420;
/** A finger is never quite still. */
const STILL_PX = 10;

/** A long press of a finger, as phones use it to begin a selection. The click that follows it is not one. */
export function useLongPress(onLong: () => void) {
  const press = useRef<{ x: number; y: number; timer: ReturnType<typeof setTimeout> } | null>(null);
  const long = useRef(false);
  return useMemo(() => {
    const stop = (): void => {
      clearTimeout(press.current?.timer);
      press.current = null;
    };
    return {
      wasLong(): boolean {
        const was = long.current;
        long.current = false;
        return was;
      },
      handlers: {
        onPointerDown(event: PointerEvent) {
          long.current = false;
          if (event.pointerType === 'mouse') return;
          const timer = setTimeout(() => {
            long.current = true;
            navigator.vibrate?.(10);
            onLong();
          }, LONG_MS);
          press.current = { x: event.clientX, y: event.clientY, timer };
        },
        onPointerMove(event: PointerEvent) {
          const { current: begun } = press;
          if (begun && Math.hypot(event.clientX - begun.x, event.clientY - begun.y) > STILL_PX) stop();
        },
        onPointerUp: stop,
        onPointerCancel: stop,
        // The browser's own menu of the picture would cover the selection.
        onContextMenu: (event: MouseEvent) => {
          if (long.current || press.current) event.preventDefault();
        },
      },
    };
  }, [onLong]);
}
