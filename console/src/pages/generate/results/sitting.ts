// What was queued from this page in this sitting (this tab, until it is closed), newest first.
import { useSyncExternalStore } from 'react';

export interface SittingEntry {
  kind: 'job' | 'bulk';
  id: string;
}

const KEY = 'stablequeue.sitting';
/** Older ones are in the gallery; each entry is a request of its own. */
const MOST = 40;

let entries = read();
const listeners = new Set<() => void>();

function read(): readonly SittingEntry[] {
  try {
    const value = JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as unknown;
    return Array.isArray(value) ? value.filter(isEntry).slice(0, MOST) : [];
  } catch {
    // Storage is off, or somebody else's: a new sitting.
    return [];
  }
}

function isEntry(value: unknown): value is SittingEntry {
  const entry = value as Partial<SittingEntry> | null;
  return (entry?.kind === 'job' || entry?.kind === 'bulk') && typeof entry.id === 'string';
}

function write(next: readonly SittingEntry[]): void {
  entries = next.slice(0, MOST);
  try {
    sessionStorage.setItem(KEY, JSON.stringify(entries));
  } catch {
    // Only a reload forgets it.
  }
  for (const listener of listeners) listener();
}

export const addToSitting = (entry: SittingEntry): void => write([entry, ...entries]);

export const removeFromSitting = (ids: readonly string[]): void =>
  write(entries.filter(({ id }) => !ids.includes(id)));

/** Returns what puts it all back. */
export function clearSitting(): () => void {
  const before = entries;
  write([]);
  return () => write(before);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const useSitting = (): readonly SittingEntry[] => useSyncExternalStore(subscribe, () => entries);
