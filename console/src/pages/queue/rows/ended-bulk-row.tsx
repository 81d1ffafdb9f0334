import { memo } from 'react';
import { IconDots, IconLayoutGrid } from '@tabler/icons-react';
import type { Bulk } from '../../../api/queries/bulks';
import { text } from '../../../text';
import { nameOf } from './bulk-bar';
import { BulkMain } from './bulk-main';
import { BulkPictures } from './bulk-pictures';
import { rowAttributes, type EndedRowProps } from './row-attributes';
import { RowButton } from './row-controls';
import classes from './rows.module.css';

interface Props extends EndedRowProps {
  bulk: Bulk;
  opened: boolean;
}

/** What has become of a bulk: its pictures first. */
export const EndedBulkRow = memo(function EndedBulkRow({ bulk, opened, ...row }: Props) {
  const id = bulk.bulk_job_id;
  const name = nameOf(bulk);
  return (
    <div {...rowAttributes({ band: 'ended', kind: 'bulk', id }, row)} data-open={opened || undefined}>
      <BulkMain name={name} opened={opened} bulk={bulk} />
      <BulkPictures id={id} done={bulk.completed_jobs} limit={row.phone ? 2 : 8} />
      <span className={classes.buttons}>
        {!row.phone && bulk.completed_jobs > 0 && (
          <RowButton act="sheet" label={text.queuePage.bulk.sheet} icon={IconLayoutGrid} />
        )}
        <RowButton act="menu" label={text.queuePage.row.more(name)} icon={IconDots} />
      </span>
    </div>
  );
});
