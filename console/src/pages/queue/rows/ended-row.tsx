import { memo } from 'react';
import {
  IconChevronDown,
  IconChevronRight,
  IconDots,
  IconLayoutGrid,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import type { Bulk } from '../../../api/queries/bulks';
import type { EndedJob } from '../../../api/queries/ended';
import { Picture } from '../../../components/picture';
import { StateMark, WarningMark } from '../../../components/state-mark';
import { promptOf } from '../../../lib/jobs';
import { sayDuration, sayExact, sayRelative } from '../../../lib/times';
import { useNow } from '../../../lib/use-now';
import { text } from '../../../text';
import { BulkBar, nameOf } from './bulk-bar';
import { BulkFacts } from './bulk-row';
import { BulkPictures } from './bulk-pictures';
import { Shape } from './shape';
import { Check, RowButton, type RowProps } from './waiting-row';
import classes from './rows.module.css';

const said = text.queuePage.row;
type Props = Omit<RowProps, 'dragged'>;

/** A job that has ended: its picture, or why there is none. */
export const EndedRow = memo(function EndedRow({ job, ...row }: Props & { job: EndedJob }) {
  const prompt = promptOf(job);
  const image = job.images.find(({ role }) => role === 'image');
  return (
    <div
      role="listitem"
      className={classes.row}
      style={{ height: row.height, transform: `translateY(${row.top}px)` }}
      data-band="ended"
      data-kind="job"
      data-row={row.row}
      data-id={job.job_id}
      data-status={job.status}
      data-active={row.active || undefined}
      data-selected={row.selected || undefined}
      data-within={row.within || undefined}
    >
      <Check name={prompt} checked={row.selected} />
      {image ? (
        <span className={classes.thumb}>
          <Picture
            src={`/api/v1/images/preview/${image.filename}?size=256`}
            alt={said.image(prompt)}
            width={image.width}
            height={image.height}
            cover
          />
        </span>
      ) : (
        <span className={classes.thumb}>
          <Shape width={job.width} height={job.height} />
        </span>
      )}
      <a className={classes.main} href={`/queue/${job.job_id}`} data-act="open">
        <span className={classes.title}>{prompt}</span>
        <span className={classes.line}>
          <StateMark state={job.status} />
          {job.error && <span className={classes.failed}>{job.error.message}</span>}
          {!job.error && job.warnings[0] && <WarningMark label={job.warnings[0].message} />}
          {row.phone && <Ended job={job} />}
        </span>
      </a>
      {!row.phone && (
        <span className={classes.facts}>
          {job.server_alias !== null && <span>{job.server_alias}</span>}
          <Took job={job} />
          <Ended job={job} />
        </span>
      )}
      <span className={classes.buttons}>
        <span className={`${classes.buttons} ${classes.quick}`}>
          {job.actions.includes('retry') && (
            <RowButton act="retry" label={text.queuePage.menu.retry} icon={IconRefresh} />
          )}
          <RowButton act="delete" label={text.queuePage.menu.delete} icon={IconTrash} />
        </span>
        <RowButton act="menu" label={said.more(prompt)} icon={IconDots} />
      </span>
    </div>
  );
});

function Ended({ job }: { job: EndedJob }) {
  const now = useNow();
  const at = job.completion_timestamp;
  return at === null ? null : (
    <time dateTime={at} title={sayExact(at)}>
      {sayRelative(at, now)}
    </time>
  );
}

function Took({ job: { started_timestamp: from, completion_timestamp: to, status } }: { job: EndedJob }) {
  if (from === null || to === null || status !== 'completed') return null;
  return <span>{said.took(sayDuration((Date.parse(to) - Date.parse(from)) / 1000))}</span>;
}

interface BulkProps extends Props {
  bulk: Bulk;
  opened: boolean;
}

/** What has become of a bulk: its pictures first. */
export const EndedBulkRow = memo(function EndedBulkRow({ bulk, opened, ...row }: BulkProps) {
  const name = nameOf(bulk);
  const Chevron = opened ? IconChevronDown : IconChevronRight;
  return (
    <div
      role="listitem"
      className={classes.row}
      style={{ height: row.height, transform: `translateY(${row.top}px)` }}
      data-band="ended"
      data-kind="bulk"
      data-row={row.row}
      data-id={bulk.bulk_job_id}
      data-active={row.active || undefined}
      data-open={opened || undefined}
    >
      <button type="button" className={classes.main} data-act="open" aria-expanded={opened}>
        <span className={classes.title}>
          <Chevron size={14} aria-hidden /> <strong>{name}</strong>
        </span>
        <span className={classes.line}>
          <BulkFacts bulk={bulk} />
        </span>
        <BulkBar bulk={bulk} name={name} />
      </button>
      <BulkPictures id={bulk.bulk_job_id} done={bulk.completed_jobs} limit={row.phone ? 2 : 8} />
      <span className={classes.buttons}>
        {!row.phone && bulk.completed_jobs > 0 && (
          <RowButton act="sheet" label={text.queuePage.bulk.sheet} icon={IconLayoutGrid} />
        )}
        <RowButton act="menu" label={said.more(name)} icon={IconDots} />
      </span>
    </div>
  );
});
