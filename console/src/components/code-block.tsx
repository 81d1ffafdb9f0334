import { CopyButton } from './copy-button';
import classes from './code-block.module.css';

interface Props {
  value: string;
  /** Of what: for the copy button. */
  label: string;
  /** Long lines are broken instead of scrolled. */
  wrap?: boolean;
}

/** Text to copy, as it is. */
export function CodeBlock({ value, label, wrap }: Props) {
  return (
    <div className={classes.block}>
      <pre tabIndex={0} aria-label={label} role="region" data-wrap={wrap || undefined}>
        {value}
      </pre>
      <CopyButton value={value} label={label} />
    </div>
  );
}
