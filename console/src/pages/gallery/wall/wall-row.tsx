import { memo } from 'react';
import type { GalleryImage } from '../../../api/queries/gallery/images';
import { Tile, type TileHandlers } from './tile';
import classes from './wall.module.css';

interface Props extends TileHandlers {
  images: readonly GalleryImage[];
  from: number;
  widths: readonly number[];
  top: number;
  height: number;
  gap: number;
  chosen: ReadonlySet<string>;
  tabStop: string | null;
}

export const WallRow = memo(function WallRow(props: Props) {
  const { images, from, widths, top, height, gap, chosen, tabStop, ...handlers } = props;
  const lefts = widths.map((_, at) => widths.slice(0, at).reduce((sum, width) => sum + width + gap, 0));
  return (
    <div className={classes.row} style={{ top, height }}>
      {widths.map((width, at) => {
        const image = images[from + at];
        if (!image) return null;
        return (
          <Tile
            key={image.filename}
            image={image}
            width={width}
            height={height}
            left={lefts[at]!}
            isChosen={chosen.has(image.filename)}
            isSelecting={chosen.size > 0}
            isTabStop={tabStop === image.filename}
            {...handlers}
          />
        );
      })}
    </div>
  );
});
