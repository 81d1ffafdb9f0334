import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** Names and values, one a line; what is null is left out. */
export function Facts({ of: facts }: { of: [name: string, value: ReactNode][] }) {
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
