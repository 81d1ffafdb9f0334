import { useEffect, useEffectEvent, useLayoutEffect } from 'react';
import { scroller } from './waiting/use-band-virtualizer';

/** Where the lists were scrolled to when a job's details took their place. */
let left: { filter: string; top: number } | null = null;

/** On a phone the details replace the lists; the way back leads to where one was. */
export function useKeptScroll(filter: string): void {
  const topWanted = useEffectEvent(() => (left?.filter === filter ? left.top : null));
  // Only when the lists come back.
  useLayoutEffect(() => {
    const page = scroller();
    const top = topWanted();
    if (!page || top === null) return;
    page.scrollTop = top;
    // Once more after the router has done its own.
    const frame = requestAnimationFrame(() => (page.scrollTop = top));
    return () => cancelAnimationFrame(frame);
  }, []);
  useEffect(() => {
    const page = scroller();
    const keep = (): void => void (left = { filter, top: page?.scrollTop ?? 0 });
    page?.addEventListener('scroll', keep, { passive: true });
    return () => page?.removeEventListener('scroll', keep);
  }, [filter]);
}

/** From now on the lists begin at their top. */
export const forgetScroll = (): void => void (left = null);
