import { text } from '../../text';
import classes from './queue-page.module.css';

const said = text.queuePage;

/** To the top of a band. */
export function Jump({
  running,
  waiting,
  ended,
}: Record<'running' | 'waiting' | 'ended', number | undefined>) {
  const go = (id: string): void =>
    document.getElementById(id)?.parentElement?.scrollIntoView({ block: 'start' });
  return (
    <nav className={classes.jump} aria-label={said.bands.label}>
      <button type="button" onClick={() => go('running')}>
        {said.bands.running} {running !== undefined && said.count(running)}
      </button>
      <button type="button" onClick={() => go('waiting')}>
        {said.bands.waiting} {waiting !== undefined && said.count(waiting)}
      </button>
      <button type="button" onClick={() => go('finished')}>
        {said.bands.finished} {ended !== undefined && said.count(ended)}
      </button>
    </nav>
  );
}
