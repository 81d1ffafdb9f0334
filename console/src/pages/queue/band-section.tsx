import type { ReactNode } from 'react';
import { text } from '../../text';
import classes from './queue-page.module.css';

interface Props {
  id: 'running' | 'waiting' | 'finished';
  count?: number;
  /** Behind its count. */
  note?: ReactNode;
  /** Beside its title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A band below its title, which stays in sight while the band scrolls below it. */
export function BandSection({ id, count, note, actions, children }: Props) {
  const title = text.queuePage.bands[id];
  return (
    <section aria-label={title}>
      <div className={classes.head} id={id}>
        <h2>{title}</h2>
        {count !== undefined && <span className={classes.count}>{text.queuePage.count(count)}</span>}
        {note}
        {actions}
      </div>
      {children}
    </section>
  );
}
