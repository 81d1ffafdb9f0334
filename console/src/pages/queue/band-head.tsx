import type { ReactNode } from 'react';
import { text } from '../../text';
import classes from './queue-page.module.css';

interface Props {
  id: string;
  title: string;
  count?: number;
  children?: ReactNode;
}

/** The title of a band; it stays in sight while the band scrolls below it. */
export function BandHead({ id, title, count, children }: Props) {
  return (
    <div className={classes.head} id={id}>
      <h2>{title}</h2>
      {count !== undefined && <span className={classes.count}>{text.queuePage.count(count)}</span>}
      {children}
    </div>
  );
}
