import { useEffect, useEffectEvent, type RefObject } from 'react';

/** React's own listener may not keep the page from scrolling. */
export function useWheel(ref: RefObject<HTMLElement | null>, onWheel: (event: WheelEvent) => void): void {
  const latest = useEffectEvent(onWheel);
  useEffect(() => {
    const { current: element } = ref;
    const listener = (event: WheelEvent): void => latest(event);
    element?.addEventListener('wheel', listener, { passive: false });
    return () => element?.removeEventListener('wheel', listener);
  }, [ref]);
}
