// What a click, a key or a menu does to a row.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { keys } from '../../api/keys';
import type { Bulk } from '../../api/queries/bulks';
import { queryClient } from '../../api/query-client';
import { toast } from '../../components/toast';
import type { ActTarget } from './act-target';
import { actOnBulk } from './bulk-acts';
import { writeFilter, type QueueFilter } from './filter/queue-filter';
import { cancelJobs, changeJobs, deleteEnded, retryJobs } from './queue-actions';
import { nameOf } from './rows/bulk-bar';
import { rowMoves } from './waiting/row-moves';
import type { Waiting } from './waiting/use-waiting';

type Acts<T> = Record<string, (of: T, argument?: string) => unknown>;

export function useRowActs(waiting: Waiting, filter: QueueFilter, setFilter: (filter: QueueFilter) => void) {
  const navigate = useNavigate();
  const [editing, setEditing] = useState<string[] | null>(null);
  const [sheet, setSheet] = useState<{ id: string; name: string } | null>(null);
  const { store } = waiting;
  const { moveToEnd, moveByOne, drop } = rowMoves(waiting, filter);

  const open = (id: string, replace = false): void =>
    void navigate({
      to: '/queue/$jobId',
      params: { jobId: id },
      search: writeFilter(filter) as never,
      replace,
    });

  const moves: Acts<ActTarget> = {
    top: (target) => moveToEnd(target, 'top'),
    bottom: (target) => moveToEnd(target, 'bottom'),
    up: (target) => moveByOne(target, -1),
    down: (target) => moveByOne(target, 1),
  };
  const ofJob: Acts<string> = {
    open: (id) => open(id),
    cancel: (id) => cancelJobs(store, [id]),
    retry: (id) => retryJobs(store, [id]),
    delete: (id) => deleteEnded([id]),
    edit: (id) => setEditing([id]),
    use: (id) => void navigate({ to: '/generate', search: { from_job: id } as never }),
    'only-bulk': (_id, bulk) => setFilter({ ...filter, bulk }),
    hold: (id) => changeJobs(store, [id], { action: 'hold' }),
    release: (id) => changeJobs(store, [id], { action: 'release' }),
    priority: (id, priority) => changeJobs(store, [id], { action: 'priority', priority: Number(priority) }),
  };

  async function ofBulk(name: string, id: string): Promise<void> {
    const known = queryClient.getQueryData<Bulk>(keys.bulk(id));
    const bulk = { id, name: nameOf(known ?? { bulk_job_id: id }) };
    if (name === 'sheet') setSheet(bulk);
    else await actOnBulk(store, name, bulk);
  }

  /** `name` may have an argument behind it: `priority 8`. */
  async function act(name: string, target: ActTarget): Promise<void> {
    const [verb = '', argument] = name.split(' ');
    const move = moves[verb];
    if (move) await move(target);
    else if (target.kind === 'bulk') await ofBulk(verb, target.id);
    else await ofJob[verb]?.(target.id, argument);
  }

  const safely = (name: string, target: ActTarget): void => void act(name, target).catch(toast.problem);
  return { act: safely, open, drop, editing, setEditing, sheet, setSheet };
}
