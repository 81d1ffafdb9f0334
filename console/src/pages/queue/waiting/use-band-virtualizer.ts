// The rows of a band that are on the screen. The page scrolls as one, so a band has to know where it begins in it.
import { useVirtualizer, type Range, type Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useState, type RefObject } from 'react';

const OVERSCAN = 8;
/** Heights of what sticks to the top of the page, so that a row that is scrolled to is not below it. */
const STICKY_PX = 96;
/** The selection bar. */
const BELOW_PX = 80;

interface Options {
  count: number;
  heightOf: (row: number) => number;
  /** Stays in the document wherever one scrolls. */
  keep: number | null;
}

export interface BandVirtualizer {
  virtualizer: Virtualizer<HTMLElement, Element>;
  /** From the top of what scrolls to the first row. */
  margin: number;
}

export const scroller = (): HTMLElement | null => document.getElementById('page');

export function useBandVirtualizer(
  ref: RefObject<HTMLDivElement | null>,
  { count, heightOf, keep }: Options,
): BandVirtualizer {
  const margin = useMargin(ref);
  // eslint-disable-next-line react-hooks/incompatible-library -- its answers change while it stays the same; nothing here is memoized by them
  const virtualizer = useVirtualizer<HTMLElement, Element>({
    count,
    getScrollElement: scroller,
    estimateSize: heightOf,
    overscan: OVERSCAN,
    scrollMargin: margin,
    useFlushSync: false,
    rangeExtractor: (range) => withKept(range, keep),
  });
  return { virtualizer, margin };
}

function withKept(range: Range, keep: number | null): number[] {
  const rows = new Set(keep !== null && keep < range.count ? [keep] : []);
  const first = Math.max(0, range.startIndex - range.overscan);
  const last = Math.min(range.count - 1, range.endIndex + range.overscan);
  for (let row = first; row <= last; row += 1) rows.add(row);
  return [...rows].sort((a, b) => a - b);
}

/** So that what lies at `top` of a band is seen. */
export function scrollInto(band: HTMLElement | null, top: number, height: number): void {
  const page = scroller();
  if (!page || !band) return;
  const { top: pageTop, height: pageHeight } = page.getBoundingClientRect();
  const at = band.getBoundingClientRect().top - pageTop + top;
  if (at < STICKY_PX) page.scrollTop += at - STICKY_PX;
  else if (at + height > pageHeight - BELOW_PX) page.scrollTop += at + height - pageHeight + BELOW_PX;
}

/** Changes when anything above the band grows or shrinks. */
function useMargin(ref: RefObject<HTMLElement | null>): number {
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const page = scroller();
    const band = ref.current;
    if (!page || !band) return;
    const measure = (): void =>
      setMargin(
        Math.round(band.getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop),
      );
    measure();
    const observer = new ResizeObserver(measure);
    for (const child of page.children) observer.observe(child);
    for (let above = band.previousElementSibling; above; above = above.previousElementSibling)
      observer.observe(above);
    return () => observer.disconnect();
  }, [ref]);
  return margin;
}
