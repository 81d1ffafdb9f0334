import { useRef } from 'react';
import { useQueueState } from '../../api/queries/queue';
import { Page } from '../../components/page';
import { usePageShortcuts } from '../../lib/page-shortcuts';
import { useIsPhone } from '../../lib/use-is-phone';
import { text } from '../../text';
import { FilterBar } from './filter/filter-bar';
import { isNarrowed } from './filter/queue-filter';
import { FinishedSection } from './finished/finished-section';
import { useEndedCount } from './finished/use-ended-count';
import { Jump } from './jump';
import { Broken } from './list-states';
import { cancelJobs } from './queue-actions';
import { QueueDialogs } from './queue-dialogs';
import { EmptyQueue, NoMatch } from './queue-empty';
import { RunningSection } from './running/running-section';
import { bandsIn, moreOf, type Band } from './selection/selection';
import { SelectionBar } from './selection/selection-bar';
import { useKeptScroll } from './use-kept-scroll';
import { useQueue } from './use-queue';
import { useQueueInput } from './use-queue-input';
import { QUEUE_SHORTCUTS } from './use-queue-keys';
import type { BandHandle } from './waiting/waiting-band';
import { WaitingSection } from './waiting/waiting-section';
import classes from './queue-page.module.css';

export function QueueLists({ jobId }: { jobId: string | undefined }) {
  const waitingRef = useRef<BandHandle>(null);
  const endedRef = useRef<BandHandle>(null);
  const queue = useQueue({ waiting: waitingRef, ended: endedRef });
  const { filter, shown, waiting, cursor, selected, isQuiet } = queue;
  const { store, state } = waiting;
  const { onClick, onFocus } = useQueueInput(queue, jobId);
  const phone = useIsPhone();
  const { data: counts } = useQueueState();
  const ended = useEndedCount();
  usePageShortcuts(QUEUE_SHORTCUTS);
  useKeptScroll(JSON.stringify(filter));

  const isFiltered = isNarrowed(filter) || filter.status !== undefined;
  const isIdle = isQuiet && !counts?.jobs.processing;
  /** How many of them a filter leaves is not known. */
  const endedHere = isNarrowed(filter) ? undefined : ended;
  const jump = <Jump running={counts?.jobs.processing} ended={ended} waiting={state.groups?.waiting_jobs} />;
  const listOf = (band: Band) => ({
    selection: selected.selection,
    active: cursor.cursor?.band === band ? cursor.cursor.id : null,
    phone,
  });

  return (
    <div className={classes.page} onClick={onClick} onFocus={onFocus}>
      <Page title={text.nav.queue} wide actions={!phone && jump}>
        {phone && jump}
        <div className={classes.tools}>
          <FilterBar filter={filter} onChange={queue.setFilter} />
        </div>
        {state.error && (
          <Broken error={state.error} readAtMs={state.readAtMs} onRetry={() => store.refresh()} />
        )}
        {shown.running && <RunningSection filter={filter} onCancel={(id) => void cancelJobs(store, [id])} />}
        {isIdle && !isFiltered && <EmptyQueue />}
        {isQuiet && isFiltered && <NoMatch onClear={() => queue.setFilter({})} />}
        {shown.waiting && !isIdle && (
          <WaitingSection
            {...listOf('waiting')}
            ref={waitingRef}
            waiting={waiting}
            opened={queue.opened.waiting}
            onDrop={queue.onDrop}
          />
        )}
        {shown.finished.length > 0 && !isQuiet && (
          <FinishedSection {...listOf('ended')} ref={endedRef} finished={queue.finished} count={endedHere} />
        )}
        {selected.count > 0 && (
          <SelectionBar
            count={selected.count}
            bands={bandsIn(selected.selection)}
            more={moreOf(selected.selection, selected.count, {
              waiting: state.groups?.waiting_jobs ?? 0,
              ended: endedHere ?? 0,
            })}
            onAll={selected.selectAll}
            onClear={selected.clear}
            onAct={queue.onSelection}
            progress={queue.progress}
          />
        )}
      </Page>
      <QueueDialogs queue={queue} />
    </div>
  );
}
