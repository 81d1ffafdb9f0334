import { memo } from 'react';
import { IconDots, IconRefresh, IconTrash } from '@tabler/icons-react';
import type { EndedJob } from '../../../api/queries/ended';
import { Picture } from '../../../components/picture';
import { StateMark, WarningMark } from '../../../components/state-mark';
import { promptOf } from '../../../lib/jobs';
import { sayDuration, sayExact, sayRelative } from '../../../lib/times';
import { useNow } from '../../../lib/use-now';
import { text } from '../../../text';
import { rowAttributes, type EndedRowProps } from './row-attributes';
import { Check, RowButton } from './row-controls';
import { Shape } from './shape';
import classes from './rows.module.css';

const said = text.queuePage.row;

/** A job that has ended: its picture, or why there is none. */
export const EndedRow = memo(function EndedRow({ job, ...row }: EndedRowProps & { job: EndedJob }) {
  const prompt = promptOf(job);
  const image = job.images.find(({ role }) => role === 'image');
  return (
    <div {...rowAttributes({ band: 'ended', kind: 'job', id: job.job_id }, row)} data-status={job.status}>
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
