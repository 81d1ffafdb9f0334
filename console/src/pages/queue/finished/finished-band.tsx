import { Button } from '@mantine/core';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import { text } from '../../../text';
import { EndedBulkRow } from '../rows/ended-bulk-row';
import { EndedRow } from '../rows/ended-row';
import { isSelected, type Selection } from '../selection/selection';
import { scrollInto, useBandVirtualizer } from '../waiting/use-band-virtualizer';
import type { BandHandle } from '../waiting/waiting-band';
import { GOING_ON, type FinishedRow } from './finished-rows';
import classes from '../rows/rows.module.css';

interface Props {
  rows: readonly FinishedRow[];
  hasMore: boolean;
  onMore: () => void;
  onMoreOfBulk: () => void;
  selection: Selection;
  active: string | null;
  phone: boolean;
  ref: Ref<BandHandle>;
}

const HEIGHTS: Record<FinishedRow['kind'], number> = { day: 44, job: 64, bulk: 72, more: 52 };
/** Older ones are read when their end is so near. */
const AHEAD_ROWS = 20;

/** What has ended, the last first. */
export function FinishedBand({ rows, hasMore, onMore, onMoreOfBulk, selection, active, phone, ref }: Props) {
  const bandRef = useRef<HTMLDivElement>(null);
  const { virtualizer, margin } = useBandVirtualizer(bandRef, {
    count: rows.length,
    heightOf: (row) => HEIGHTS[rows[row]?.kind ?? 'job'],
    keep: null,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (hasMore && last >= rows.length - AHEAD_ROWS) onMore();
  }, [hasMore, last, rows.length, onMore]);
  const scrollTo = (row: number): void => {
    const top = rows.slice(0, row).reduce((sum, { kind }) => sum + HEIGHTS[kind], 0);
    scrollInto(bandRef.current, top, HEIGHTS[rows[row]?.kind ?? 'job']);
  };
  useImperativeHandle(ref, () => ({ scrollTo }));
  return (
    <div
      ref={bandRef}
      role="list"
      aria-label={text.queuePage.bands.finished}
      className={classes.band}
      style={{ height: virtualizer.getTotalSize() }}
    >
      {items.map(({ index, start, size }) => {
        const row = rows[index];
        if (!row) return null;
        const place = { row: index, top: start - margin, height: size, of: rows.length, phone };
        const style = { height: size, transform: `translateY(${place.top}px)` };
        if (row.kind === 'day')
          return (
            <div key={row.key} role="listitem" className={classes.day} style={style}>
              {sayDay(row.day)}
            </div>
          );
        if (row.kind === 'more')
          return (
            <div key={row.key} role="listitem" className={classes.row} style={style} data-within>
              <Button variant="subtle" color="gray" size="compact-sm" onClick={onMoreOfBulk}>
                {text.queuePage.bulk.more}
              </Button>
            </div>
          );
        const common = { ...place, active: active === row.key, within: row.kind === 'job' && row.inBulk };
        return row.kind === 'bulk' ? (
          <EndedBulkRow key={row.key} {...common} bulk={row.bulk} opened={row.opened} selected={false} />
        ) : (
          <EndedRow
            key={row.key}
            {...common}
            job={row.job}
            selected={isSelected(selection, row.job.job_id, 'ended', row.job.bulk_job_id)}
          />
        );
      })}
    </div>
  );
}

const DAY_MS = 86_400_000;

function sayDay(day: string): string {
  if (day === GOING_ON) return text.queuePage.days.goingOn;
  const local = (ms: number): string => new Date(ms).toLocaleDateString('sv');
  if (day === local(Date.now())) return text.queuePage.days.today;
  if (day === local(Date.now() - DAY_MS)) return text.queuePage.days.yesterday;
  return new Date(`${day}T12:00`).toLocaleDateString(undefined, { dateStyle: 'full' });
}
