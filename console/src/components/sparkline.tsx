import classes from './sparkline.module.css';

interface Props {
  /** 0 to 1, oldest first. */
  values: readonly number[];
  /** What it says, in words. */
  label: string;
}

const WIDTH = 240;
const HEIGHT = 32;

/** How much of a time was used, as an area. */
export function Sparkline({ values, label }: Props) {
  return (
    <svg
      className={classes.line}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={areaOf(values)} />
      <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
    </svg>
  );
}

/** Steps, as each value stands for a stretch of time and not for a moment. */
function areaOf(values: readonly number[]): string {
  const step = WIDTH / Math.max(1, values.length);
  const steps = values.map((value, index) => {
    const y = HEIGHT - 1 - Math.max(0, Math.min(1, value)) * (HEIGHT - 2);
    return `L${(index * step).toFixed(1)} ${y.toFixed(1)} L${((index + 1) * step).toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M0 ${HEIGHT - 1} ${steps.join(' ')} L${WIDTH} ${HEIGHT - 1} Z`;
}
