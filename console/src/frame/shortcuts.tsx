import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { PageEntry } from '../app/pages';
import { usePages } from './use-pages';

const ShortcutsHelp = lazy(() => import('./shortcuts-help'));

const OPEN = 'stablequeue:shortcuts';
export const openShortcuts = (): void => void window.dispatchEvent(new Event(OPEN));

const BEGIN = 'g';
/** How long after it the letter of a page may come. */
const SEQUENCE_MS = 1_200;

/** The keys that work on every page, and the help that lists them (`?`). */
export function Shortcuts({ onActivity }: { onActivity: () => void }) {
  const [opened, setOpened] = useState(false);
  useHotkeys([
    ['shift+?', () => setOpened(true)],
    ['a', onActivity],
  ]);
  useGoTo();
  useEffect(() => {
    const open = (): void => setOpened(true);
    window.addEventListener(OPEN, open);
    return () => window.removeEventListener(OPEN, open);
  }, []);
  return (
    opened && (
      <Suspense fallback={null}>
        <ShortcutsHelp onClose={() => setOpened(false)} />
      </Suspense>
    )
  );
}

/** `g` and then the letter of a page; one page's letter is `g` itself. */
function useGoTo(): void {
  const navigate = useNavigate();
  const pages = usePages();
  const press = (key: string): void => {
    const page = pageAfter(key, pages);
    if (page) void navigate({ to: page.to });
  };
  const letters = new Set([BEGIN, ...pages.map(({ letter }) => letter)]);
  useHotkeys([...letters].map((key): [string, () => void] => [key, () => press(key)]));
}

let begunAt = -Infinity;

/** The page that a key completes the way to. */
function pageAfter(key: string, pages: PageEntry[]): PageEntry | undefined {
  const inTime = performance.now() - begunAt <= SEQUENCE_MS;
  const page = inTime ? pages.find(({ letter }) => letter === key) : undefined;
  begunAt = !page && key === BEGIN ? performance.now() : -Infinity;
  return page;
}
