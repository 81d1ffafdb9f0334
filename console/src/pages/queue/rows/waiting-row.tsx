import { memo } from 'react';
import { IconArrowBarToUp, IconDots, IconX } from '@tabler/icons-react';
import type { WaitingJob } from '../../../api/queries/waiting';
import { promptOf } from '../../../lib/jobs';
import { sayExact, sayRelative } from '../../../lib/times';
import { useNow } from '../../../lib/use-now';
import { text } from '../../../text';
import { Handle } from './handle';
import { rowAttributes, type RowProps } from './row-attributes';
import { Check, RowButton } from './row-controls';
import { Shape } from './shape';
import classes from './rows.module.css';

const said = text.queuePage.row;

/** A waiting job. */
export const WaitingRow = memo(function WaitingRow({ job, ...row }: RowProps & { job: WaitingJob }) {
  const prompt = promptOf(job);
  return (
    <div {...rowAttributes({ band: 'waiting', kind: 'job', id: job.job_id }, row)}>
      <Handle id={job.job_id} row={row.row} name={prompt} grabbed={row.dragged} />
      <Check name={prompt} checked={row.selected} />
      {!row.phone && <span className={classes.place}>{job.queue_position ?? ''}</span>}
      {!row.phone && <Shape width={job.width} height={job.height} />}
      <a className={classes.main} href={`/queue/${job.job_id}`} data-act="open">
        <span className={classes.title}>{prompt}</span>
        <span className={classes.line}>
          {row.phone && job.queue_position !== null && <span>{said.place(job.queue_position)}</span>}
          <span className={job.held ? classes.held : undefined}>{reasonOf(job)}</span>
        </span>
      </a>
      {!row.phone && <Facts job={job} />}
      <span className={classes.buttons}>
        <span className={`${classes.buttons} ${classes.quick}`}>
          <RowButton act="top" label={text.queuePage.menu.top} icon={IconArrowBarToUp} />
          <RowButton act="cancel" label={text.queuePage.menu.cancel} icon={IconX} />
        </span>
        <RowButton act="menu" label={said.more(prompt)} icon={IconDots} />
      </span>
    </div>
  );
});

function Facts({ job }: { job: WaitingJob }) {
  const now = useNow();
  return (
    <span className={classes.facts}>
      {job.estimated_start_time !== null && (
        <span title={sayExact(job.estimated_start_time)}>{sayStart(job.estimated_start_time, now)}</span>
      )}
      {job.source_info !== null && <span>{job.source_info}</span>}
      <span>{job.target_server_alias ?? text.server.any}</span>
      {job.priority !== 5 && <span className={classes.priority}>{said.priority(job.priority)}</span>}
    </span>
  );
}

/** What is foreseen for a time that has come is due. */
function sayStart(iso: string, now: number): string {
  return Date.parse(iso) - now < 5_000 ? said.startsSoon : said.starts(sayRelative(iso, now));
}

function reasonOf(job: WaitingJob): string {
  if (job.waiting_reason) return job.waiting_reason.message;
  return job.held ? text.states.held : text.states.pending;
}

/** Where nothing has been read yet. */
export const BlankRow = memo(function BlankRow(row: RowProps) {
  return (
    <div {...rowAttributes({ band: 'waiting' }, row)} aria-label={said.loading}>
      <span className={classes.handle} />
      <span className={classes.check} />
      <span className={classes.main}>
        <span className={classes.blank} style={{ width: `${30 + ((row.row * 37) % 45)}%` }} />
      </span>
    </div>
  );
});
