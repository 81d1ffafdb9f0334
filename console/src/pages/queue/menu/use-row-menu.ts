// The one menu that is open, and what has to be known of its row for that.
import { useState } from 'react';
import { bulkQuery, type Bulk } from '../../../api/queries/bulks';
import { queryClient } from '../../../api/query-client';
import { toast } from '../../../components/toast';
import type { ActTarget, Press } from '../act-target';
import type { FinishedRow } from '../finished/finished-rows';
import { knownJob } from '../waiting/place-before';
import type { Waiting } from '../waiting/use-waiting';
import { placeAt } from '../waiting/waiting-layout';
import type { MenuTarget, RowFacts } from './row-menu';

const NOTHING_KNOWN: RowFacts = {
  actions: [],
  held: false,
  bulk: null,
  paused: false,
  counts: { failed: 0, done: 0, left: 0 },
};

export function useRowMenu({ state, layout }: Waiting, finished: readonly FinishedRow[]) {
  const [target, setTarget] = useState<MenuTarget | null>(null);

  function factsOfJob({ band, row }: ActTarget): Partial<RowFacts> {
    const waits = band === 'waiting' ? knownJob(state.lists, placeAt(layout, row)) : undefined;
    const ended = band === 'ended' ? finished[row] : undefined;
    const job = ended?.kind === 'job' ? ended.job : waits;
    return { actions: job?.actions ?? [], bulk: job?.bulk_job_id ?? null, held: waits?.held === true };
  }

  async function read(of: ActTarget, at: Press['at']): Promise<void> {
    const facts =
      of.kind === 'job' ? factsOfJob(of) : factsOfBulk(await queryClient.ensureQueryData(bulkQuery(of.id)));
    setTarget({ ...of, at, ...NOTHING_KNOWN, ...facts });
  }

  return {
    target,
    open: (of: ActTarget, at: Press['at']): void => void read(of, at).catch(toast.problem),
    close: (): void => setTarget(null),
  };
}

function factsOfBulk(bulk: Bulk): Partial<RowFacts> {
  const left = bulk.pending_jobs + bulk.processing_jobs;
  return {
    paused: bulk.paused,
    counts: { failed: bulk.failed_jobs, done: bulk.completed_jobs, left },
  };
}
