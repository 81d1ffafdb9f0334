import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Bulk } from '../../../api/queries/bulks';
import { isPipeline } from '../../../lib/groups';
import { sayRange } from '../../../lib/times';
import { text } from '../../../text';
import { BulkBar } from './bulk-bar';
import { PipelineSteps } from './pipeline-steps';
import classes from './rows.module.css';

const said = text.queuePage.bulk;

interface Props {
  name: string;
  opened: boolean;
  /** Undefined until it has been read. */
  bulk: Bulk | undefined;
  /** Before its facts. */
  children?: ReactNode;
}

/** The part of a bulk's row that opens it: its name, what it is up to, how far it is. */
export function BulkMain({ name, opened, bulk, children }: Props) {
  const Chevron = opened ? IconChevronDown : IconChevronRight;
  return (
    <button type="button" className={classes.main} data-act="open" aria-expanded={opened}>
      <span className={classes.title}>
        <Chevron size={14} aria-hidden /> <strong>{name}</strong>
      </span>
      <span className={classes.line}>
        {children}
        {bulk && <BulkFacts bulk={bulk} />}
        {bulk && isPipeline(bulk.bulk_job_id) && <PipelineSteps id={bulk.bulk_job_id} />}
      </span>
      {bulk && <BulkBar bulk={bulk} name={name} />}
    </button>
  );
}

function BulkFacts({ bulk }: { bulk: Bulk }) {
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
