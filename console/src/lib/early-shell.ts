// Before any script is there, index.html draws the frame of the page and a field for the prompt. Here that goes away, and
// what was typed into it moves over, with the caret and the focus.
import { useEffect } from 'react';

const shellNow = () => document.getElementById('shell');
const fieldNow = () => document.querySelector<HTMLTextAreaElement>('#early-prompt');

/** The page is there, and what else stood for it goes. A field of it takes over what was typed. */
export function endEarlyShell(takeOver?: (early: HTMLTextAreaElement) => void): void {
  // Not while React is at work on the page: what is typed over would not be heard of.
  queueMicrotask(() => {
    const shell = shellNow();
    const early = fieldNow();
    if (!shell || !early) return;
    if (early.dataset['composing'] !== undefined) {
      early.addEventListener('compositionend', () => endEarlyShell(takeOver), { once: true });
      return;
    }
    shell.dataset['done'] = '';
    takeOver?.(early);
    shell.remove();
  });
}

export function useEndOfEarlyShell(isOver: boolean): void {
  useEffect(() => {
    if (isOver) endEarlyShell();
  }, [isOver]);
}

/** What it has asked the server already; once. */
export async function takeEarlySession<T>(): Promise<T | null> {
  const early = globalThis as { earlySession?: Promise<T | null> };
  const session = early.earlySession;
  delete early.earlySession;
  return (await session) ?? null;
}
