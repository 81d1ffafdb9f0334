import { memo } from 'react';
import { useQuery } from '@tanstack/react-query';
import {
  IconChevronDown,
  IconChevronRight,
  IconDots,
  IconPlayerPause,
  IconPlayerPlay,
} from '@tabler/icons-react';
import { bulkQuery, type Bulk } from '../../../api/queries/bulks';
import { sayRange } from '../../../lib/times';
import { text } from '../../../text';
import type { WaitingBulk } from '../waiting/waiting-layout';
import { BulkBar, nameOf } from './bulk-bar';
import { BulkPictures } from './bulk-pictures';
import { Handle } from './handle';
import { Check, RowButton, type RowProps } from './waiting-row';
import classes from './rows.module.css';

const said = text.queuePage.bulk;

interface Props extends RowProps {
  group: WaitingBulk;
  opened: boolean;
}

/** All waiting jobs of a bulk as one row. */
export const BulkRow = memo(function BulkRow({ group, opened, ...row }: Props) {
  const { data: bulk } = useQuery(bulkQuery(group.bulk_job_id));
  const name = nameOf(bulk ?? group);
  const Chevron = opened ? IconChevronDown : IconChevronRight;
  return (
    <div
      role="listitem"
      className={classes.row}
      style={{ height: row.height, transform: `translateY(${row.top}px)` }}
      aria-posinset={row.row + 1}
      aria-setsize={row.of}
      data-band="waiting"
      data-kind="bulk"
      data-row={row.row}
      data-id={group.bulk_job_id}
      data-active={row.active || undefined}
      data-selected={row.selected || undefined}
      data-dragged={row.dragged || undefined}
      data-open={opened || undefined}
    >
      <Handle id={group.bulk_job_id} row={row.row} name={name} grabbed={row.dragged} />
      <Check name={name} checked={row.selected} />
      <button type="button" className={classes.main} data-act="open" aria-expanded={opened}>
        <span className={classes.title}>
          <Chevron size={14} aria-hidden /> <strong>{name}</strong>
        </span>
        <span className={classes.line}>
          <span>{said.facts(group.waiting_jobs, bulk?.total_jobs ?? group.waiting_jobs)}</span>
          {bulk && <BulkFacts bulk={bulk} />}
        </span>
        {bulk && <BulkBar bulk={bulk} name={name} />}
      </button>
      {!row.phone && bulk && bulk.completed_jobs > 0 && (
        <BulkPictures id={bulk.bulk_job_id} done={bulk.completed_jobs} limit={4} />
      )}
      <span className={classes.buttons}>
        {bulk && !row.phone && (
          <RowButton
            act={bulk.paused ? 'resume-bulk' : 'pause-bulk'}
            label={bulk.paused ? said.resume : said.pause}
            icon={bulk.paused ? IconPlayerPlay : IconPlayerPause}
          />
        )}
        <RowButton act="menu" label={text.queuePage.row.more(name)} icon={IconDots} />
      </span>
    </div>
  );
});

export function BulkFacts({ bulk }: { bulk: Bulk }) {
  return (
    <>
      {bulk.paused && <span className={classes.held}>{said.paused}</span>}
      {bulk.processing_jobs > 0 && <span>{said.runningNow(bulk.processing_jobs)}</span>}
      {bulk.completed_jobs > 0 && <span>{said.done(bulk.completed_jobs)}</span>}
      {bulk.failed_jobs > 0 && <span className={classes.failed}>{said.failed(bulk.failed_jobs)}</span>}
      {bulk.cancelled_jobs > 0 && <span>{said.cancelled(bulk.cancelled_jobs)}</span>}
      {bulk.eta && <span>{said.left(sayRange(bulk.eta.low, bulk.eta.high))}</span>}
    </>
  );
}
