import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { useCallback, useEffect, useEffectEvent, useSyncExternalStore, type KeyboardEvent } from 'react';
import type { GalleryImage } from '../../../api/queries/gallery/images';
import { Problem } from '../../../components/problem';
import { usePreference } from '../../../lib/preferences';
import { useIsPhone } from '../../../lib/use-is-phone';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';
import { blocksBetween, type Block, type Section } from '../layout/wall-layout';
import { isByTime } from '../search/gallery-search';
import { DayHeading } from './day-heading';
import { rowHeight } from './density';
import { neighbourOf, type Direction } from './neighbours';
import { Scrubber } from './scrubber';
import { useWallKeys } from './use-wall-keys';
import { useWallView } from './use-wall-view';
import { WallRow } from './wall-row';
import classes from './wall.module.css';

const GAP = 4;
const NO_IMAGES: readonly GalleryImage[] = [];

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
  const tabStop = firstIn(drawn.sections, scrollTop);
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
          {drawn.sections.map((section) =>
            blocksBetween(section, drawn.top, drawn.bottom).map((block) => (
              <WallBlock
                key={`${section.span.key}:${block.kind}:${block.top}`}
                block={block}
                section={section}
                chosen={selection.chosen}
                tabStop={tabStop}
                canSelect={mayChange}
                onSelect={onSelect}
                onOpen={onOpen}
                onExpand={onExpand}
                onSelectAll={selection.toggleAll}
                loadAll={wall.loadAll.bind(wall)}
                ghostRow={rowHeight(density, width) + GAP}
              />
            )),
          )}
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

interface BlockProps {
  block: Block;
  section: Section<GalleryImage>;
  chosen: ReadonlySet<string>;
  tabStop: string | null;
  canSelect: boolean;
  onSelect: (image: GalleryImage, range: boolean) => void;
  onOpen: (image: GalleryImage) => void;
  onExpand: (image: GalleryImage) => void;
  onSelectAll: (filenames: readonly string[]) => void;
  loadAll: (key: string) => Promise<void>;
  ghostRow: number;
}

function WallBlock(props: BlockProps) {
  const { block, section, chosen, tabStop, onSelectAll, loadAll, canSelect, ghostRow, ...row } = props;
  const { images } = section;
  const top = section.top + block.top;
  if (block.kind === 'ghost')
    return (
      <div
        className={classes.ghost}
        style={{ top, height: block.height - GAP, backgroundSize: `${ghostRow}px ${ghostRow}px` }}
      />
    );
  if (block.kind === 'row')
    return (
      <WallRow
        {...row}
        images={images ?? NO_IMAGES}
        from={block.from}
        widths={block.widths}
        top={top}
        height={block.height}
        gap={GAP}
        chosen={chosen}
        // Only the row that has it is drawn again when it moves.
        tabStop={isIn(images, block.from, block.to, tabStop) ? tabStop : null}
      />
    );
  const names = (images ?? NO_IMAGES).slice(block.from, block.to).map(({ filename }) => filename);
  return (
    <DayHeading
      day={block.day}
      top={top}
      height={block.height}
      canSelect={canSelect}
      isAllChosen={chosen.size > 0 && names.every((name) => chosen.has(name))}
      onSelectAll={() => {
        // Of a long day only the beginning may be loaded; the rest is selected when it has come.
        if (!section.hasMore) onSelectAll(names);
        else void loadAll(section.span.key).then(() => onSelectAll(names));
      }}
    />
  );
}

function isIn(
  images: readonly GalleryImage[] | null,
  from: number,
  to: number,
  filename: string | null,
): boolean {
  for (let at = from; at < to; at += 1) if (images?.[at]?.filename === filename) return true;
  return false;
}

/** The image that Tab leads to: the first one in sight. */
function firstIn(sections: Section<GalleryImage>[], scrollTop: number): string | null {
  for (const section of sections)
    for (const block of section.blocks)
      if (block.kind === 'row' && section.top + block.top >= scrollTop - 24)
        return section.images?.[block.from]?.filename ?? null;
  return null;
}

/** Whoever has stepped through images finds the last one in sight when they come back to the wall. */
function useRevealAfterClosing(reveal: (filename: string) => void): void {
  const { image } = useGallery().search;
  const latest = useEffectEvent(reveal);
  useEffect(() => {
    if (image === undefined) return undefined;
    return () => latest(image);
  }, [image]);
}
