import type { GalleryImage } from '../../../api/queries/gallery/images';
import { FileMark, isPicture } from '../../../components/file-card';
import { savesData } from '../../../lib/preferences';
import { text } from '../../../text';
import { previewFor } from '../wall/preview';
import classes from './zoom-area.module.css';

interface Props {
  image: GalleryImage;
  /** The file itself over its preview; not for pictures that are only beside the one that is looked at. */
  isSharp: boolean;
}

/** At once as the preview that the wall has shown, then as the file itself; with data saved, the file only for a closer look. */
export function SharpPicture({ image, isSharp }: Props) {
  if (!isPicture(image)) return <FileMark file={image} />;
  return (
    <>
      <img
        src={previewFor(image, 512)}
        alt={isSharp ? '' : text.gallery.tile(image.prompt ?? image.filename, 1)}
        draggable={false}
      />
      {isSharp && (
        <img
          key={image.filename}
          className={classes.full}
          src={image.download_url}
          alt={text.gallery.tile(image.prompt ?? image.filename, 1)}
          draggable={false}
          onLoad={(event) => (event.currentTarget.dataset['loaded'] = '')}
        />
      )}
    </>
  );
}

export const wantsSharp = (scale: number): boolean => !savesData() || scale > 1;
