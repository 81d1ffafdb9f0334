// The keys of the page that is shown, for the help that lists them.
import { useEffect, useSyncExternalStore } from 'react';

export interface PageShortcut {
  name: string;
  /** As they are written on keys; several are pressed together. */
  keys: readonly string[];
}

const NONE: readonly PageShortcut[] = [];
let shown = NONE;
const listeners = new Set<() => void>();

function show(shortcuts: readonly PageShortcut[]): void {
  shown = shortcuts;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const useShownShortcuts = (): readonly PageShortcut[] => useSyncExternalStore(subscribe, () => shown);

/** While the page is shown. `shortcuts` has to stay the same object. */
export function usePageShortcuts(shortcuts: readonly PageShortcut[]): void {
  useEffect(() => {
    show(shortcuts);
    return () => show(NONE);
  }, [shortcuts]);
}
