import { useState } from 'react';
import { usePreference } from '../lib/preferences';
import classes from './picture.module.css';

interface Props {
  src: string | null;
  alt: string;
  /** Of the picture itself, in pixels: the place is kept before it has come. */
  width: number | null;
  height: number | null;
  /** Fills its box and is cut, instead of keeping its own shape. */
  cover?: boolean;
  /** The next one is drawn over the last (live previews), without a blank between them. */
  live?: boolean;
  className?: string;
}

/** A picture that shifts nothing while it loads. */
export function Picture({ src, alt, width, height, cover, live, className }: Props) {
  const [loaded, setLoaded] = useState<string | null>(null);
  const [blur] = usePreference('blurPictures');
  const ratio = width && height ? width / height : 1;
  return (
    <div
      className={`${classes.box} ${className ?? ''}`}
      data-cover={cover || undefined}
      data-blur={blur || undefined}
      style={cover ? undefined : { aspectRatio: String(ratio) }}
    >
      {src !== null && (
        <img
          key={live ? 'live' : src}
          src={src}
          alt={alt}
          loading={live ? 'eager' : 'lazy'}
          decoding="async"
          data-loaded={live || loaded === src || undefined}
          onLoad={() => setLoaded(src)}
        />
      )}
    </div>
  );
}
