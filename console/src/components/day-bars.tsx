import { Tooltip } from '@mantine/core';
import classes from './day-bars.module.css';

export interface DayBar {
  /** `2026-11-20`. */
  day: string;
  value: number;
  /** The value in words. */
  words: string;
}

interface Props {
  bars: readonly DayBar[];
  /** What the whole shows. */
  label: string;
  /** Heads of the table that is read aloud instead. */
  dayLabel: string;
  valueLabel: string;
}

/** One bar a day; the days themselves on hover, and as a table for those who do not see bars. */
export function DayBars({ bars, label, dayLabel, valueLabel }: Props) {
  const most = Math.max(1e-9, ...bars.map(({ value }) => value));
  return (
    <figure className={classes.figure}>
      <div className={classes.bars} aria-hidden>
        {bars.map(({ day, value, words }) => (
          <Tooltip key={day} label={`${day}: ${words}`} events={{ hover: true, focus: false, touch: true }}>
            <div className={classes.day}>
              <i data-empty={value === 0 || undefined} style={{ height: `${(value / most) * 100}%` }} />
            </div>
          </Tooltip>
        ))}
      </div>
      <div className={classes.axis} aria-hidden>
        <span>{bars[0]?.day}</span>
        <span>{bars.at(-1)?.day}</span>
      </div>
      <table className="visually-hidden">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{dayLabel}</th>
            <th scope="col">{valueLabel}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ day, words }) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              <td>{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
