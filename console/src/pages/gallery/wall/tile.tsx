import { IconCheck, IconHeartFilled, IconStack2, IconStarFilled } from '@tabler/icons-react';
import { memo, type MouseEvent } from 'react';
import type { GalleryImage } from '../../../api/queries/gallery/images';
import { FileMark, isPicture, markOf } from '../../../components/file-card';
import { text } from '../../../text';
import { previewFor } from './preview';
import { useLongPress } from './use-long-press';
import classes from './tile.module.css';

export interface TileHandlers {
  onOpen: (image: GalleryImage) => void;
  /** `range`: everything up to this one. */
  onSelect: (image: GalleryImage, range: boolean) => void;
  /** All images of the bulk that the tile stands for. */
  onExpand: (image: GalleryImage) => void;
}

interface Props extends TileHandlers {
  image: GalleryImage;
  width: number;
  height: number;
  left: number;
  isChosen: boolean;
  /** Tapping selects. */
  isSelecting: boolean;
  isTabStop: boolean;
}

function nameOf(image: GalleryImage): string {
  const name = text.gallery.tile(image.prompt ?? image.filename, image.stack_count ?? 1);
  return isPicture(image) ? name : `${markOf(image)}: ${name}`;
}

/** One image on the wall, or the bulk that it stands for. */
export const Tile = memo(function Tile(props: Props) {
  const { image, width, height, left, isChosen, isSelecting, isTabStop, onOpen, onSelect, onExpand } = props;
  const press = useLongPress(() => onSelect(image, false));
  const isStack = (image.stack_count ?? 1) > 1;
  const click = (event: MouseEvent): void => {
    if (press.wasLong()) return;
    if (event.shiftKey) onSelect(image, true);
    else if (isSelecting || event.ctrlKey || event.metaKey) onSelect(image, false);
    else onOpen(image);
  };
  return (
    <div
      className={classes.tile}
      style={{ left, width, height }}
      data-chosen={isChosen || undefined}
      data-selecting={isSelecting || undefined}
      {...press.handlers}
    >
      <button
        type="button"
        className={classes.open}
        data-tile={image.filename}
        tabIndex={isTabStop ? 0 : -1}
        aria-label={nameOf(image)}
        onClick={click}
      >
        {isPicture(image) ? (
          <img src={previewFor(image, Math.max(width, height))} alt="" decoding="async" draggable={false} />
        ) : (
          <FileMark file={image} />
        )}
      </button>
      {isStack && (
        <button
          type="button"
          className={classes.stack}
          aria-label={text.gallery.stack(image.stack_count!)}
          tabIndex={isTabStop ? 0 : -1}
          onClick={() => onExpand(image)}
        >
          <span>
            <IconStack2 size={14} aria-hidden /> {image.stack_count}
          </span>
        </button>
      )}
      {(image.favourite || image.rating > 0) && (
        <span className={classes.marks}>
          {image.favourite && <IconHeartFilled size={14} aria-label={text.gallery.favourite} role="img" />}
          {image.rating > 0 && (
            <span aria-label={text.gallery.stars(image.rating)} role="img">
              {image.rating} <IconStarFilled size={12} aria-hidden />
            </span>
          )}
        </span>
      )}
      <button
        type="button"
        className={classes.check}
        role="checkbox"
        aria-checked={isChosen}
        aria-label={text.gallery.select}
        tabIndex={-1}
        // The finger that has selected the image lifts off over this.
        onClick={(event) => !press.wasLong() && onSelect(image, event.shiftKey)}
      >
        <IconCheck size={16} stroke={3} aria-hidden />
      </button>
    </div>
  );
});
