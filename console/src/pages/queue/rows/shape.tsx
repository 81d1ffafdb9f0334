import classes from './rows.module.css';

const LONGEST_PX = 36;

/** The place of a picture that is still to come, in its shape. */
export function Shape({ width, height }: { width: number | null; height: number | null }) {
  const ratio = width && height ? width / height : 1;
  const [w, h] = ratio > 1 ? [LONGEST_PX, LONGEST_PX / ratio] : [LONGEST_PX * ratio, LONGEST_PX];
  return (
    <span className={classes.shape} aria-hidden>
      <i style={{ width: Math.max(6, w), height: Math.max(6, h) }} />
    </span>
  );
}
