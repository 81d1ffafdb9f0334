import type { ReactNode } from 'react';
import classes from './results.module.css';

interface Props {
  width: number | null;
  height: number | null;
  /** Twice as high as the others. */
  large?: boolean;
  label: string;
  children: ReactNode;
}

const ROW = 200;

/** A place on the wall: rows of equal height, each filled to its end. */
export function Tile({ width, height, large, label, children }: Props) {
  const ratio = width && height ? Math.min(3, Math.max(0.4, width / height)) : 1;
  const row = large ? ROW * 1.6 : ROW;
  return (
    <article
      className={classes.tile}
      aria-label={label}
      style={{
        flex: `${ratio} 1 ${Math.round(ratio * row)}px`,
        maxWidth: ratio * row * 2,
        aspectRatio: ratio,
      }}
    >
      {children}
    </article>
  );
}
