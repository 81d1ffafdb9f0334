import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import { text } from '../../../text';
import { SharpPicture } from '../lightbox/sharp-picture';
import { ZoomArea } from '../lightbox/zoom-area';
import { fit } from '../lightbox/zoom';
import type { ComparedProps } from './side-by-side';
import classes from './compare.module.css';

/** One over the other, with an edge between them that is dragged: what is left of it is the first. */
export function SliderView({ a, b, view, onView }: ComparedProps) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const [share, setShare] = useState(50);
  // Cut at the edge whatever the zoom: in the coordinates of the picture.
  const picture = fit(a, { width, height });
  const edge = ((share / 100) * width - width / 2 - view.x) / view.scale + picture.width / 2;
  return (
    <div className={classes.stages}>
      <div ref={ref} className={classes.stage}>
        <ZoomArea width={a.width} height={a.height} view={view} onView={onView}>
          <div className={classes.layer}>
            <SharpPicture key={b.filename} image={b} isSharp />
          </div>
          <div className={classes.layer} style={{ clipPath: `inset(0 calc(100% - ${edge}px) 0 0)` }}>
            <SharpPicture key={a.filename} image={a} isSharp />
          </div>
        </ZoomArea>
        <div className={classes.edge} style={{ left: `${share}%` }} />
        <input
          type="range"
          className={classes.range}
          min={0}
          max={100}
          step={0.5}
          value={share}
          aria-label={text.gallery.sliderEdge}
          onChange={(event) => setShare(Number(event.currentTarget.value))}
          // Its arrows move the edge, not the candidates.
          onKeyDown={(event) => event.stopPropagation()}
        />
        <span className={classes.letter}>A</span>
        <span className={classes.letter} data-right>
          B
        </span>
      </div>
    </div>
  );
}
