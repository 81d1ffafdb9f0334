import { sayBytes } from '../../../lib/sizes';
import classes from './storage.module.css';

interface Props {
  label: string;
  total: number;
  parts: { name: string; bytes: number }[];
}

/** Parts of a whole as one bar. Told apart by shades and by name: colours mean states here. */
export function UsageBar({ label, total, parts }: Props) {
  const said = parts.map(({ name, bytes }) => `${name}: ${sayBytes(bytes)}`).join(', ');
  return (
    <>
      <div className={classes.usage} role="img" aria-label={`${label}. ${said}`}>
        {parts.map(({ name, bytes }) => (
          <span key={name} hidden={bytes === 0} style={{ width: `${(bytes / Math.max(1, total)) * 100}%` }} />
        ))}
      </div>
      <ul className={classes.legend} aria-hidden>
        {parts.map(({ name, bytes }) => (
          <li key={name}>
            <span /> {name} {sayBytes(bytes)}
          </li>
        ))}
      </ul>
    </>
  );
}
