import type { Bulk } from '../../../api/queries/bulks';
import { isPipeline, shortGroupId } from '../../../lib/groups';
import { text } from '../../../text';
import classes from './rows.module.css';

const PARTS = ['completed', 'failed', 'cancelled', 'processing'] as const;

/** How far a bulk is, a stretch for each state; what waits is the ground. */
export function BulkBar({ bulk, name }: { bulk: Bulk; name: string }) {
  const total = Math.max(1, bulk.total_jobs - bulk.deleted_jobs);
  const ended = bulk.completed_jobs + bulk.failed_jobs + bulk.cancelled_jobs;
  return (
    <span
      className={classes.bar}
      role="progressbar"
      aria-label={text.queuePage.bulk.progress(name, ended, total)}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={ended}
    >
      {PARTS.map((state) => (
        <i key={state} data-state={state} style={{ width: `${(bulk[`${state}_jobs`] / total) * 100}%` }} />
      ))}
    </span>
  );
}

export function nameOf({ name, bulk_job_id: id }: { bulk_job_id: string; name?: string | null }): string {
  const said = text.queuePage.bulk;
  return name ?? (isPipeline(id) ? said.pipelineName : said.name)(shortGroupId(id));
}
