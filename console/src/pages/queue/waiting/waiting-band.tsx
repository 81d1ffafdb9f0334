import { DndContext, DragOverlay, PointerSensor, useSensor, useSensors } from '@dnd-kit/core';
import { useEffect, useImperativeHandle, useRef, type KeyboardEvent, type Ref } from 'react';
import { IconGripVertical } from '@tabler/icons-react';
import { text } from '../../../text';
import { BulkRow } from '../rows/bulk-row';
import type { RowProps } from '../rows/row-attributes';
import { BlankRow, WaitingRow } from '../rows/waiting-row';
import { isBulkSelected, isSelected, type Selection } from '../selection/selection';
import { knownJob } from './place-before';
import { scrollInto, useBandVirtualizer } from './use-band-virtualizer';
import { useRowDrag, type RowDrag } from './use-row-drag';
import type { Waiting } from './use-waiting';
import { ALONE, lookedAt, placeAt } from './waiting-layout';
import classes from '../rows/rows.module.css';

export interface BandHandle {
  scrollTo: (row: number) => void;
}

export interface WaitingBandProps {
  waiting: Waiting;
  opened: ReadonlySet<string>;
  selection: Selection;
  active: string | null;
  phone: boolean;
  onDrop: (drag: RowDrag) => void;
  ref: Ref<BandHandle>;
}

/** The order of the queue: what is on the screen of it. */
export function WaitingBand({ waiting, opened, selection, active, phone, onDrop, ref }: WaitingBandProps) {
  const { store, state, layout } = waiting;
  const height = phone ? 64 : 56;
  const bandRef = useRef<HTMLDivElement>(null);
  const count = layout.count;
  const { drag, spoken, pointer, onHandleKey } = useRowDrag({ bandRef, rowHeight: height, count, onDrop });
  const { virtualizer, margin } = useBandVirtualizer(bandRef, {
    count,
    heightOf: () => height,
    keep: drag?.row ?? null,
  });
  const items = virtualizer.getVirtualItems();
  const scrollTo = (row: number): void => scrollInto(bandRef.current, row * height, height);
  useImperativeHandle(ref, () => ({ scrollTo }));
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => store.lookAt(lookedAt(layout, first, last)), [store, layout, first, last]);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }));

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const handle = (event.target as HTMLElement).closest('[data-act="grab"]');
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
    if (!handle || !row?.dataset['id']) return;
    const name = row.querySelector('span[class*=title]')?.textContent ?? '';
    if (!onHandleKey(event, { id: row.dataset['id'], name, row: Number(row.dataset['row']) })) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <DndContext
      sensors={sensors}
      onDragStart={pointer.onDragStart}
      onDragMove={pointer.onDragMove}
      onDragEnd={pointer.onDragEnd}
      onDragCancel={pointer.onDragCancel}
      accessibility={{ announcements: SILENT, screenReaderInstructions: { draggable: '' } }}
    >
      <div
        ref={bandRef}
        role="list"
        aria-label={text.queuePage.bands.waiting}
        className={classes.band}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {items.map(({ index, start }) => {
          const row: RowProps = {
            row: index,
            top: start - margin,
            height,
            of: layout.count,
            phone,
            active: false,
            selected: false,
            dragged: false,
            within: false,
          };
          const place = placeAt(layout, index);
          if (place?.kind === 'bulk') {
            const id = place.bulk.bulk_job_id;
            return (
              <BulkRow
                key={id}
                {...row}
                group={place.bulk}
                opened={opened.has(id)}
                active={active === id}
                selected={isBulkSelected(selection, id)}
                dragged={drag?.id === id}
              />
            );
          }
          const job = knownJob(state.lists, place);
          if (!job) return <BlankRow key={`blank ${index}`} {...row} />;
          return (
            <WaitingRow
              key={job.job_id}
              {...row}
              job={job}
              active={active === job.job_id}
              selected={isSelected(selection, job.job_id, 'waiting', job.bulk_job_id)}
              dragged={drag?.id === job.job_id}
              within={place?.kind === 'job' && place.list !== ALONE}
            />
          );
        })}
        {drag && (
          <div className={classes.drop} style={{ transform: `translateY(${drag.over * height}px)` }} />
        )}
      </div>
      <div className="visually-hidden" role="status">
        {spoken}
      </div>
      <DragOverlay dropAnimation={null} style={{ width: 'auto', height: 'auto' }}>
        {drag?.by === 'pointer' && <Dragged drag={drag} selection={selection} />}
      </DragOverlay>
    </DndContext>
  );
}

/** The band says itself what happens, with rows that dnd-kit does not know of. */
const silent = (): undefined => undefined;
const SILENT = { onDragStart: silent, onDragOver: silent, onDragEnd: silent, onDragCancel: silent };

function Dragged({ drag, selection }: { drag: RowDrag; selection: Selection }) {
  const many = selection.jobs.has(drag.id) ? selection.jobs.size : 1;
  return (
    <div className={classes.overlay}>
      <IconGripVertical size={16} aria-hidden />
      <span className={classes.title}>{many > 1 ? text.queuePage.drag.many(many) : drag.name}</span>
    </div>
  );
}
