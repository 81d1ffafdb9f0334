import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useSyncExternalStore,
  type KeyboardEvent,
} from 'react';
import type { GalleryImage } from '../../../api/queries/gallery/images';
import { Problem } from '../../../components/problem';
import { usePreference } from '../../../lib/preferences';
import { useIsPhone } from '../../../lib/use-is-phone';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';
import type { Section } from '../layout/wall-layout';
import { isByTime } from '../search/gallery-search';
import { rowHeight } from './density';
import { neighbourOf, type Direction } from './neighbours';
import { Scrubber } from './scrubber';
import { useWallKeys } from './use-wall-keys';
import { useWallView } from './use-wall-view';
import { WallBlocks } from './wall-blocks';
import classes from './wall.module.css';

const GAP = 4;
/** Going back, the router puts scrolled parts of the page where they were. */
const AFTER_ROUTER_MS = 60;

/** All images of a search, of which only those in sight are drawn. */
export function Wall() {
  const { wall, search, selection, open, show, mayChange } = useGallery();
  const { news, error } = useSyncExternalStore(wall.subscribe, wall.state);
  const [density] = usePreference('galleryDensity');
  const [blur] = usePreference('blurPictures');
  const isPhone = useIsPhone();
  const { scroller, canvas, layout, drawn, width, height, scrollTop, onScroll, scrollTo, reveal } =
    useWallView(wall, (wallWidth) => rowHeight(density, wallWidth), GAP);
  const focusOn = useWallKeys();
  useRevealAfterClosing(reveal);

  const hasScrubber = isByTime(search) && layout.height > height * 2.5;
  const onSelect = useCallback(
    (image: GalleryImage, range: boolean): void =>
      range ? selection.extend(image.filename) : selection.toggle(image.filename),
    [selection],
  );
  const onOpen = useCallback(
    (image: GalleryImage): void => open({ ...search, image: image.filename }),
    [open, search],
  );
  const onExpand = useCallback(
    ({ bulk_job_id: bulk }: GalleryImage): void => {
      if (bulk !== null) show({ ...search, bulk });
    },
    [show, search],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const { tile } = (event.target as HTMLElement).dataset;
    if (tile === undefined || !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    const next = neighbourOf(layout, GAP, tile, event.key as Direction);
    if (next === null) return;
    reveal(next);
    focusOn(next);
  };
  // The first image of what was in sight when the rows were drawn.
  const tabStop = useMemo(() => firstIn(drawn.sections, drawn.top + height), [drawn, height]);
  return (
    <div
      className={classes.frame}
      data-scrubber={hasScrubber || undefined}
      data-selecting={selection.isOn || undefined}
      data-blur={blur || undefined}
    >
      {news > 0 && (
        <Button
          className={classes.news}
          radius="xl"
          size={isPhone ? 'md' : 'sm'}
          leftSection={<IconArrowUp size={16} />}
          onClick={() => scrollTo(0)}
        >
          {text.gallery.news(news)}
        </Button>
      )}
      <div
        ref={scroller}
        className={classes.scroller}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        role="region"
        aria-label={text.gallery.wall}
        // Scrolls by keyboard, too.
        tabIndex={-1}
      >
        <div ref={canvas} className={classes.canvas} style={{ height: layout.height }}>
          <WallBlocks
            {...drawn}
            gap={GAP}
            ghostRow={rowHeight(density, width) + GAP}
            chosen={selection.chosen}
            tabStop={tabStop}
            canSelect={mayChange}
            onSelect={onSelect}
            onOpen={onOpen}
            onExpand={onExpand}
            onSelectAll={selection.toggleAll}
            loadAll={wall.loadAll}
          />
        </div>
      </div>
      {hasScrubber && (
        <Scrubber layout={layout} scrollTop={scrollTop} viewHeight={height} onScroll={scrollTo} />
      )}
      {error && (
        <div className={classes.trouble}>
          <Problem error={error} onRetry={() => wall.retry()} />
        </div>
      )}
    </div>
  );
}

/** The image that Tab leads to: the first one in sight. */
function firstIn(sections: Section<GalleryImage>[], scrollTop: number): string | null {
  for (const section of sections)
    for (const block of section.blocks)
      if (block.kind === 'row' && section.top + block.top >= scrollTop)
        return section.images?.[block.from]?.filename ?? null;
  return null;
}

/** Whoever has stepped through images finds the last one in sight when they come back to the wall. */
function useRevealAfterClosing(reveal: (filename: string) => void): void {
  const { image } = useGallery().search;
  const latest = useEffectEvent(reveal);
  useEffect(() => {
    if (image === undefined) return undefined;
    return () => void setTimeout(() => latest(image), AFTER_ROUTER_MS);
  }, [image]);
}
