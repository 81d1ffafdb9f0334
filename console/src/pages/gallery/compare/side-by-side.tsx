import type { ImageInfo } from '../../../api/queries/gallery/images';
import { SharpPicture } from '../lightbox/sharp-picture';
import { ZoomArea } from '../lightbox/zoom-area';
import type { View } from '../lightbox/zoom';
import classes from './compare.module.css';

export interface ComparedProps {
  a: ImageInfo;
  b: ImageInfo;
  view: View;
  onView: (view: View) => void;
}

export function SideBySide({ a, b, view, onView }: ComparedProps) {
  return (
    <div className={classes.stages}>
      {[a, b].map((image, place) => (
        <div key={place} className={classes.stage}>
          <ZoomArea width={image.width} height={image.height} view={view} onView={onView}>
            <SharpPicture key={image.filename} image={image} isSharp />
          </ZoomArea>
          <span className={classes.letter}>{place === 0 ? 'A' : 'B'}</span>
        </div>
      ))}
    </div>
  );
}
