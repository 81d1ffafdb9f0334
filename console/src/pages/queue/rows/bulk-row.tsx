import { memo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { IconDots, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { bulkQuery } from '../../../api/queries/bulks';
import { text } from '../../../text';
import type { WaitingBulk } from '../waiting/waiting-layout';
import { nameOf } from './bulk-bar';
import { BulkMain } from './bulk-main';
import { BulkPictures } from './bulk-pictures';
import { Handle } from './handle';
import { rowAttributes, type RowProps } from './row-attributes';
import { Check, RowButton } from './row-controls';
import classes from './rows.module.css';

const said = text.queuePage.bulk;

interface Props extends RowProps {
  group: WaitingBulk;
  opened: boolean;
}

/** All waiting jobs of a bulk as one row. */
export const BulkRow = memo(function BulkRow({ group, opened, ...row }: Props) {
  const { data: bulk } = useQuery(bulkQuery(group.bulk_job_id));
  const id = group.bulk_job_id;
  const name = nameOf(bulk ?? group);
  return (
    <div {...rowAttributes({ band: 'waiting', kind: 'bulk', id }, row)} data-open={opened || undefined}>
      <Handle id={id} row={row.row} name={name} grabbed={row.dragged} />
      <Check name={name} checked={row.selected} />
      <BulkMain name={name} opened={opened} bulk={bulk}>
        <span>{said.facts(group.waiting_jobs, bulk?.total_jobs ?? group.waiting_jobs)}</span>
      </BulkMain>
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
