import { memo } from 'react';
import type { GalleryImage } from '../../../api/queries/gallery/images';
import { blocksBetween, type Block, type Section } from '../layout/wall-layout';
import { DayHeading } from './day-heading';
import type { TileHandlers } from './tile';
import { WallRow } from './wall-row';
import classes from './wall.module.css';

const NO_IMAGES: readonly GalleryImage[] = [];

interface Shared extends TileHandlers {
  gap: number;
  /** Height of a row that is not loaded, with its gap. */
  ghostRow: number;
  chosen: ReadonlySet<string>;
  /** The image that Tab leads to. */
  tabStop: string | null;
  canSelect: boolean;
  onSelectAll: (filenames: readonly string[]) => void;
  loadAll: (key: string) => Promise<void>;
}

interface Props extends Shared {
  sections: readonly Section<GalleryImage>[];
  /** Between these heights of the wall. */
  top: number;
  bottom: number;
}

/** What is near of the wall. Drawn again every row or two, not with every pixel that is scrolled. */
export const WallBlocks = memo(function WallBlocks({ sections, top, bottom, ...shared }: Props) {
  return sections.map((section) =>
    blocksBetween(section, top, bottom).map((block) => (
      <WallBlock
        key={`${section.span.key}:${block.kind}:${block.top}`}
        block={block}
        section={section}
        {...shared}
      />
    )),
  );
});

interface BlockProps extends Shared {
  block: Block;
  section: Section<GalleryImage>;
}

function WallBlock(props: BlockProps) {
  const { block, section, chosen, tabStop, gap, onSelectAll, loadAll, canSelect, ghostRow, ...row } = props;
  const { images } = section;
  const top = section.top + block.top;
  if (block.kind === 'ghost')
    return (
      <div
        className={classes.ghost}
        style={{ top, height: block.height - gap, backgroundSize: `${ghostRow}px ${ghostRow}px` }}
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
        gap={gap}
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
