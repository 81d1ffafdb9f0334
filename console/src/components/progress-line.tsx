import classes from './progress-line.module.css';

/** A bar of 0-100 that only moves forward; `null` when nothing is known. */
export function ProgressLine({ percent, label }: { percent: number | null; label: string }) {
  return (
    <div
      className={classes.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent === null ? undefined : Math.round(percent)}
    >
      <div
        className={classes.bar}
        data-unknown={percent === null || undefined}
        style={{ transform: `scaleX(${(percent ?? 100) / 100})` }}
      />
    </div>
  );
}
