import { useState } from 'react';
import type { ActTarget } from './act-target';

/** Bulks that show their jobs: any of those that wait, one of those that have ended. */
export function useOpened() {
  const [waiting, setWaiting] = useState<ReadonlySet<string>>(new Set());
  const [ended, setEnded] = useState<string | null>(null);

  function toggle({ band, id }: ActTarget): void {
    if (band === 'ended') return setEnded(ended === id ? null : id);
    const next = new Set(waiting);
    if (!next.delete(id)) next.add(id);
    setWaiting(next);
  }

  return { waiting, ended, toggle };
}
