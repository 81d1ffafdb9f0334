// Ctrl-K: every page, every action, every job. The palette itself comes when the page is at rest, or is asked for.
import { useHotkeys } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useState } from 'react';
import { whenAtRest } from '../lib/when-at-rest';

const OPEN = 'stablequeue:palette';
export const openPalette = (): void => void window.dispatchEvent(new Event(OPEN));

const load = () => import('./palette');
const Palette = lazy(load);

export function CommandPalette({ onActivity }: { onActivity: () => void }) {
  const [asked, setAsked] = useState(0);
  useHotkeys([['mod+K', openPalette]], []);
  useEffect(() => whenAtRest(() => void load().catch(() => undefined)), []);
  useEffect(() => {
    const open = (): void => setAsked((times) => times + 1);
    window.addEventListener(OPEN, open);
    return () => window.removeEventListener(OPEN, open);
  }, []);
  if (!asked) return null;
  return (
    <Suspense fallback={null}>
      <Palette asked={asked} onActivity={onActivity} />
    </Suspense>
  );
}
