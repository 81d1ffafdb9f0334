import { useMemo, useSyncExternalStore } from 'react';
import { queryOf, type QueueFilter } from '../filter/queue-filter';
import { layOut, type WaitingLayout } from './waiting-layout';
import type { WaitingState } from './waiting-state';
import { waitingStore, type WaitingStore } from './waiting-store';

const NONE = { waiting_jobs: 0, single_jobs: 0, bulks: [] };

export interface Waiting {
  store: WaitingStore;
  state: WaitingState;
  layout: WaitingLayout;
}

export function useWaiting(filter: QueueFilter, opened: ReadonlySet<string>): Waiting {
  const store = waitingStore(queryOf(filter));
  const state = useSyncExternalStore(store.subscribe, store.getState);
  const groups = state.groups ?? NONE;
  const layout = useMemo(() => layOut(groups, opened), [groups, opened]);
  return { store, state, layout };
}
