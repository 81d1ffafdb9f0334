import { useQueueState } from '../../../api/queries/queue';
import { sayExact, sayRelative } from '../../../lib/times';
import { useNow } from '../../../lib/use-now';
import { text } from '../../../text';
import classes from '../queue-page.module.css';

/** When all that waits will be done, as far as that can be told. */
export function EmptyTime() {
  const { data: queue } = useQueueState();
  const now = useNow();
  const empty = queue?.estimated_empty_time;
  if (!empty || Date.parse(empty) <= now) return null;
  return (
    <span className={classes.count} title={sayExact(empty)}>
      {text.queuePage.allDone(sayRelative(empty, now))}
    </span>
  );
}
