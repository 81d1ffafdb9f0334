import { useDeferredValue, type ReactNode } from 'react';

/** What need not be there at once: drawn piece by piece behind everything else, which can be used meanwhile. */
export function Afterwards({ children }: { children: ReactNode }) {
  return useDeferredValue(true, false) && children;
}
