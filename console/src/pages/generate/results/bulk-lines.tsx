import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useBulk } from '../../../api/queries/bulk';
import { ProgressLine } from '../../../components/progress-line';
import { sayRange } from '../../../lib/times';
import { text } from '../../../text';
import type { SittingEntry } from './sitting';
import classes from './results.module.css';

/** The bulks of this sitting that are not done yet: how far, and how long. */
export function BulkLines({ sitting }: { sitting: readonly SittingEntry[] }) {
  return sitting.filter(({ kind }) => kind === 'bulk').map(({ id }) => <BulkLine key={id} id={id} />);
}

function BulkLine({ id }: { id: string }) {
  const { data: bulk } = useBulk(id);
  if (!bulk || bulk.finished) return null;
  const name = bulk.name ?? text.generate.bulkOf(bulk.total_jobs);
  const done = bulk.total_jobs - bulk.pending_jobs - bulk.processing_jobs;
  return (
    <Link to="/queue" search={{ bulk: id } as never} className={classes.bulk}>
      <span className={classes.bulkWords}>
        <Text size="sm" truncate>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {text.generate.bulkDone(done, bulk.total_jobs)}
          {bulk.eta && ` · ${sayRange(bulk.eta.low, bulk.eta.high)}`}
        </Text>
      </span>
      <ProgressLine percent={bulk.progress_percentage} label={name} />
    </Link>
  );
}
