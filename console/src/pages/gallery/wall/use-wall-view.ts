// What of the wall is in sight and near, and that it stays in its place while the wall changes around it.
import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type RefCallback,
} from 'react';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import type { GalleryImage } from '../../../api/queries/gallery/images';
import {
  anchorAt,
  blocksBetween,
  placeOf,
  sectionsBetween,
  topOfAnchor,
  WallLayouter,
  type Anchor,
  type Section,
  type WallLayout,
} from '../layout/wall-layout';
import type { WallData } from './wall-data';

const HEADING_PX = 44;
/** While somebody flies over the wall nothing is loaded. */
const SETTLE_MS = 60;
/** Screens around the one in sight that are drawn, and that are loaded. */
const DRAWN = 1;
const LOADED = 2;

export interface WallView {
  scroller: RefCallback<HTMLDivElement>;
  canvas: RefCallback<HTMLDivElement>;
  layout: WallLayout<GalleryImage>;
  /** Sections of which a part is drawn, with the heights between which. */
  drawn: { sections: Section<GalleryImage>[]; top: number; bottom: number };
  width: number;
  height: number;
  scrollTop: number;
  onScroll: () => void;
  scrollTo: (top: number) => void;
  /** Scrolls as little as it takes. */
  reveal: (filename: string) => void;
}

export function useWallView(wall: WallData, target: (width: number) => number, gap: number): WallView {
  const { ref: measure, height } = useElementSize<HTMLDivElement>();
  // Of its own: the scroller's width has its padding in it.
  const { ref: canvas, width } = useElementSize<HTMLDivElement>();
  const element = useRef<HTMLDivElement>(null);
  const scroller = useMergedRef(measure, element);
  const { spans } = useSyncExternalStore(wall.subscribe, wall.state);
  const [layouter] = useState(() => new WallLayouter<GalleryImage>());
  const rowTarget = target(width);
  const layout = useMemo(
    () => layouter.layOut(spans, { width, target: rowTarget, gap, headingHeight: HEADING_PX }),
    [layouter, spans, width, rowTarget, gap],
  );
  const [scrollTop, setScrollTop] = useState(wall.scrollTop);
  const steady = useRef<{ layout: WallLayout; anchor: Anchor | null }>({ layout, anchor: null });

  useLayoutEffect(() => {
    const { current: node } = element;
    if (!node || !width) return;
    const { anchor } = steady.current;
    const isFirst = steady.current.layout.height === 0;
    const wanted = isFirst
      ? wall.scrollTop
      : anchor && wall.scrollTop > 0
        ? topOfAnchor(layout, anchor)
        : null;
    steady.current = { layout, anchor };
    if (wanted !== null && Math.abs(wanted - node.scrollTop) >= 1) node.scrollTop = wanted;
  }, [layout, wall, width]);

  const half = Math.max(200, height / 2);
  const onScroll = (): void => {
    const { current: node } = element;
    if (!node || !width) return;
    wall.scrolled(node.scrollTop);
    steady.current = { layout, anchor: anchorAt(layout, node.scrollTop) };
    // As exact as drawing needs it, and the scrubber's thumb is content with it.
    setScrollTop(Math.floor(node.scrollTop / 24) * 24);
    if (node.scrollTop < half) wall.newsSeen();
  };
  // A row or two at a time: half a screen of images at once costs a frame, sometimes several.
  const few = Math.max(100, height / 8);
  const drawnFrom = Math.floor(scrollTop / few) * few;
  const top = drawnFrom - height * DRAWN;
  const bottom = drawnFrom + few + height * (1 + DRAWN);
  const drawn = useMemo(
    () => ({ sections: sectionsBetween(layout, top, bottom), top, bottom }),
    [layout, top, bottom],
  );

  const loadedFrom = Math.floor(scrollTop / half) * half;
  useEffect(() => {
    if (!height) return undefined;
    const timer = setTimeout(() => {
      const [from, to] = [loadedFrom - height * LOADED, loadedFrom + half + height * (1 + LOADED)];
      const near = sectionsBetween(layout, from, to);
      const open = near.filter((section) =>
        blocksBetween(section, from, to).some(({ kind }) => kind === 'ghost'),
      );
      wall.want(
        near.map(({ span }) => span.key),
        open.map(({ span }) => span.key),
      );
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [wall, layout, loadedFrom, half, height]);

  const scrollTo = (to: number): void => void element.current?.scrollTo({ top: to });
  const reveal = (filename: string): void => {
    const place = placeOf(layout, filename);
    const { current: node } = element;
    if (!place || !node) return;
    if (place.top < node.scrollTop) scrollTo(place.top - HEADING_PX);
    else if (place.top + place.height > node.scrollTop + height)
      scrollTo(place.top + place.height - height + gap);
  };
  return {
    scroller,
    canvas,
    layout,
    drawn,
    width,
    height,
    scrollTop,
    onScroll,
    scrollTo,
    reveal,
  };
}
