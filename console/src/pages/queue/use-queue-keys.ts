import { useEffect, useEffectEvent } from 'react';
import { text } from '../../text';

export interface QueueKeys {
  next: () => void;
  previous: () => void;
  select: () => void;
  cancel: () => void;
  retry: () => void;
  moveUp: () => void;
  moveDown: () => void;
  search: () => void;
  /** False: there was nothing to close. */
  close: () => boolean;
}

const said = text.queuePage.shortcuts;

/** For the help. */
export const QUEUE_SHORTCUTS = [
  { name: said.next, keys: ['J'] },
  { name: said.previous, keys: ['K'] },
  { name: said.open, keys: ['Enter'] },
  { name: said.select, keys: ['Space'] },
  { name: said.cancel, keys: ['X'] },
  { name: said.retry, keys: ['R'] },
  { name: said.moveUp, keys: ['Shift', '↑'] },
  { name: said.moveDown, keys: ['Shift', '↓'] },
  { name: said.search, keys: ['/'] },
  { name: said.close, keys: ['Esc'] },
] as const;

const TYPING = 'input:not([type=checkbox]), textarea, select, [contenteditable=true]';
const OVER = '[role=dialog], [role=menu]';

/** The keys of the queue, as long as nobody types and no dialog or menu is open. */
export function useQueueKeys(keys: QueueKeys): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (target.closest(TYPING) || document.querySelector(OVER)) return;
    const act = actOf(event, keys, target);
    if (act?.() === undefined) return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => press(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}

/** What is undefined, or gives undefined, leaves the key to the browser. */
function actOf(event: KeyboardEvent, keys: QueueKeys, target: HTMLElement): (() => unknown) | undefined {
  const done = (act: () => void) => () => (act(), true);
  if (event.shiftKey) {
    if (event.key === 'ArrowUp') return done(keys.moveUp);
    return event.key === 'ArrowDown' ? done(keys.moveDown) : undefined;
  }
  switch (event.key) {
    case 'j':
      return done(keys.next);
    case 'k':
      return done(keys.previous);
    case 'x':
      return done(keys.cancel);
    case 'r':
      return done(keys.retry);
    case '/':
      return done(keys.search);
    case ' ':
      // On a button it presses the button.
      return target.closest('button, input, summary') && !target.matches('[data-act=open]')
        ? undefined
        : done(keys.select);
    case 'Escape':
      return () => (keys.close() ? true : undefined);
    default:
      return undefined;
  }
}
