import { Skeleton, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useRef, type FocusEvent, type MouseEvent } from 'react';
import { useQueueState } from '../../api/queries/queue';
import { useServers } from '../../api/queries/servers';
import { AfterAMoment } from '../../components/loading';
import { Page } from '../../components/page';
import { Problem } from '../../components/problem';
import { usePageShortcuts } from '../../lib/page-shortcuts';
import { sayRelative } from '../../lib/times';
import { useIsPhone } from '../../lib/use-is-phone';
import { useNow } from '../../lib/use-now';
import { text } from '../../text';
import { BandHead } from './band-head';
import { ContactSheet } from './contact-sheet';
import { EditDialog } from './edit/edit-dialog';
import { FilterBar, SEARCH_ID } from './filter/filter-bar';
import { isNarrowed, writeFilter } from './filter/queue-filter';
import { ClearFinished } from './finished/clear-finished';
import { FinishedBand } from './finished/finished-band';
import { useEndedCount } from './finished/use-ended-count';
import { RowMenu } from './menu/row-menu';
import { cancelJobs, changeJobs } from './queue-actions';
import { EmptyQueue, NoMatch } from './queue-empty';
import { RunningBand } from './running/running-band';
import { bandsIn, type Band } from './selection/selection';
import { SelectionBar } from './selection/selection-bar';
import { useQueue } from './use-queue';
import { useKeptScroll } from './use-kept-scroll';
import { QUEUE_SHORTCUTS, useQueueKeys } from './use-queue-keys';
import { kindOf, targetAt, type ActTarget } from './act-target';
import { ReleaseHeld } from './waiting/release-held';
import { WaitingBand, type BandHandle } from './waiting/waiting-band';
import classes from './queue-page.module.css';

const said = text.queuePage;

export function QueueLists({ jobId }: { jobId: string | undefined }) {
  const waitingRef = useRef<BandHandle>(null);
  const endedRef = useRef<BandHandle>(null);
  const queue = useQueue({ waiting: waitingRef, ended: endedRef });
  const { filter, shown, waiting, finished, cursor, acts, selection } = queue;
  const { store, state, layout } = waiting;
  const phone = useIsPhone();
  const navigate = useNavigate();
  const { data: counts } = useQueueState();
  const { data: servers } = useServers();
  const endedCount = useEndedCount();
  const isQuiet = state.groups?.waiting_jobs === 0 && finished.alone.isSuccess && !finished.rows.length;
  const { fetchNextPage: readOlder, isFetchingNextPage } = finished.alone;
  const onMore = useCallback(() => {
    if (!isFetchingNextPage) void readOlder();
  }, [readOlder, isFetchingNextPage]);

  const close = (): void => void navigate({ to: '/queue', search: writeFilter(filter) as never });
  const atCursor = (): ActTarget | null => {
    if (!cursor.cursor) return null;
    const { band, id } = cursor.cursor;
    const row = cursor.rowNow(cursor.cursor);
    return { band, id, row, kind: kindOf(id) };
  };
  const step = (by: 1 | -1): void => {
    const next = cursor.step(by);
    if (jobId !== undefined && next && next.id && kindOf(next.id) === 'job') acts.open(next.id, true);
  };
  const press = (act: string, onSelected?: () => void): void => {
    const target = atCursor();
    if (onSelected && queue.count > 0 && (!target || queue.selectedWith(target))) return onSelected();
    if (target) queue.onAct(act, target);
  };
  usePageShortcuts(QUEUE_SHORTCUTS);
  useKeptScroll(JSON.stringify(filter));
  useQueueKeys({
    next: () => step(1),
    previous: () => step(-1),
    select: () => press('select'),
    cancel: () => press('cancel', () => queue.onSelection({ act: 'cancel' })),
    retry: () => press('retry', () => queue.onSelection({ act: 'retry' })),
    moveUp: () => press('up'),
    moveDown: () => press('down'),
    search: () => document.getElementById(SEARCH_ID)?.focus(),
    close: () => {
      if (jobId !== undefined) close();
      else if (queue.count > 0) queue.clearSelection();
      else return false;
      return true;
    },
  });

  const onClick = (event: MouseEvent<HTMLElement>): void => {
    const target = event.target as HTMLElement;
    const act = target.closest<HTMLElement>('[data-act]')?.dataset['act'];
    const at = targetAt(target);
    if (!at || act === undefined || act === 'grab') return;
    // A label presses its box, which is heard then.
    if (act === 'select' && !(target instanceof HTMLInputElement)) return;
    if (act === 'open' && (event.ctrlKey || event.metaKey)) return;
    if (act === 'open') event.preventDefault();
    const box = target.closest('button')?.getBoundingClientRect();
    const range = event.shiftKey;
    queue.onAct(act === 'open' && range ? 'select' : act, at, {
      range,
      x: box?.right ?? 0,
      y: box?.bottom ?? 0,
    });
  };
  const onFocus = (event: FocusEvent<HTMLElement>): void => {
    const at = targetAt(event.target);
    if (at && at.id !== cursor.cursor?.id) cursor.setCursor(at);
  };

  const bands = bandsIn(selection);
  const band: Band = bands.has('waiting') ? 'waiting' : 'ended';
  const all = band === 'waiting' ? queue.totals.waiting : (endedCount ?? 0);
  const isAll = selection.all !== null || bands.size !== 1 || (band === 'ended' && isNarrowed(filter));
  const more = isAll || all <= queue.count ? null : { band, count: all };

  return (
    <div className={classes.page} onClick={onClick} onFocus={onFocus}>
      <Page
        title={text.nav.queue}
        wide
        actions={!phone && <Jump ended={endedCount} waiting={state.groups?.waiting_jobs} />}
      >
        {phone && <Jump ended={endedCount} waiting={state.groups?.waiting_jobs} />}
        <div className={classes.tools}>
          <FilterBar filter={filter} onChange={queue.setFilter} />
        </div>
        {state.error && (
          <Broken error={state.error} readAtMs={state.readAtMs} onRetry={() => store.refresh()} />
        )}
        {shown.running && (
          <section aria-label={said.bands.running}>
            <BandHead id="running" title={said.bands.running} count={counts?.jobs.processing} />
            <Stack mt="sm">
              <RunningBand filter={filter} onCancel={(id) => void cancelJobs(store, [id])} />
            </Stack>
          </section>
        )}
        {isQuiet && !isNarrowed(filter) && !filter.status && !counts?.jobs.processing && (
          <EmptyQueue hasServers={!!servers?.length} />
        )}
        {isQuiet && (isNarrowed(filter) || filter.status) && <NoMatch onClear={() => queue.setFilter({})} />}
        {shown.waiting && !(isQuiet && !counts?.jobs.processing) && (
          <section aria-label={said.bands.waiting}>
            <BandHead id="waiting" title={said.bands.waiting} count={state.groups?.waiting_jobs}>
              <ReleaseHeld onDone={() => store.refresh()} />
            </BandHead>
            {!state.groups && !state.error && <Rows />}
            {state.groups && layout.count === 0 && <Nothing>{said.nothingWaits}</Nothing>}
            <WaitingBand
              ref={waitingRef}
              waiting={waiting}
              opened={queue.opened}
              selection={selection}
              active={cursor.cursor?.band === 'waiting' ? cursor.cursor.id : null}
              phone={phone}
              onDrop={queue.onDrop}
            />
          </section>
        )}
        {shown.finished.length > 0 && !isQuiet && (
          <section aria-label={said.bands.finished}>
            <BandHead
              id="finished"
              title={said.bands.finished}
              count={isNarrowed(filter) ? undefined : endedCount}
            >
              <ClearFinished />
            </BandHead>
            {finished.alone.error && !finished.alone.data && (
              <Problem error={finished.alone.error} onRetry={() => void finished.alone.refetch()} />
            )}
            {finished.alone.isLoading && <Rows />}
            {finished.alone.data && !finished.rows.length && <Nothing>{said.nothingEnded}</Nothing>}
            <FinishedBand
              ref={endedRef}
              rows={finished.rows}
              hasMore={finished.alone.hasNextPage}
              onMore={onMore}
              onMoreOfBulk={() => void finished.within.fetchNextPage()}
              selection={selection}
              active={cursor.cursor?.band === 'ended' ? cursor.cursor.id : null}
              phone={phone}
            />
          </section>
        )}
        {queue.count > 0 && (
          <SelectionBar
            count={queue.count}
            bands={bands}
            more={more}
            onAll={queue.selectAll}
            onClear={queue.clearSelection}
            onAct={queue.onSelection}
            progress={queue.progress}
          />
        )}
      </Page>
      {queue.menu && (
        <RowMenu
          target={queue.menu}
          onClose={() => queue.setMenu(null)}
          onAct={(act) => {
            const target = queue.menu!;
            queue.setMenu(null);
            queue.onAct(act, target);
          }}
        />
      )}
      {acts.editing && (
        <EditDialog
          count={acts.editing.length}
          onClose={() => acts.setEditing(null)}
          onSubmit={(edit) => {
            const ids = acts.editing!;
            acts.setEditing(null);
            void changeJobs(store, ids, { action: 'edit', edit });
          }}
        />
      )}
      {acts.sheet && <ContactSheet {...acts.sheet} onClose={() => acts.setSheet(null)} />}
    </div>
  );
}

function Jump({ waiting, ended }: { waiting: number | undefined; ended: number | undefined }) {
  const go = (id: string): void =>
    document.getElementById(id)?.parentElement?.scrollIntoView({ block: 'start' });
  return (
    <nav className={classes.jump} aria-label={said.bands.label}>
      <button type="button" onClick={() => go('running')}>
        {said.bands.running}
      </button>
      <button type="button" onClick={() => go('waiting')}>
        {said.bands.waiting} {waiting !== undefined && said.count(waiting)}
      </button>
      <button type="button" onClick={() => go('finished')}>
        {said.bands.finished} {ended !== undefined && said.count(ended)}
      </button>
    </nav>
  );
}

function Broken({ error, readAtMs, onRetry }: { error: Error; readAtMs: number; onRetry: () => void }) {
  const now = useNow();
  if (!readAtMs) return <Problem error={error} onRetry={onRetry} />;
  return (
    <Text size="xs" role="status" my="xs">
      {said.stale(sayRelative(new Date(readAtMs).toISOString(), now))}
    </Text>
  );
}

function Nothing({ children }: { children: string }) {
  return (
    <Text size="sm" c="dimmed" py="md">
      {children}
    </Text>
  );
}

function Rows() {
  return (
    <AfterAMoment>
      <Stack gap={1}>
        {Array.from({ length: 6 }, (_none, row) => (
          <Skeleton key={row} h={55} radius={0} />
        ))}
      </Stack>
    </AfterAMoment>
  );
}
