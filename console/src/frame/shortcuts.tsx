import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { text } from '../text';
import { usePages } from './use-pages';

const OPEN = 'stablequeue:shortcuts';
export const openShortcuts = (): void => void window.dispatchEvent(new Event(OPEN));

/** How long after `g` the letter of a page may come. */
const SEQUENCE_MS = 1_200;

/** The keys that work on every page, and the help that lists them (`?`). */
export function Shortcuts({ onActivity }: { onActivity: () => void }) {
  const [opened, setOpened] = useState(false);
  const pages = usePages();
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
    <Modal opened={opened} onClose={() => setOpened(false)} title={text.shortcuts.title}>
      <Stack gap="xs">
        <Shortcut name={text.shortcuts.palette}>
          <Kbd>Ctrl</Kbd> <Kbd>K</Kbd>
        </Shortcut>
        <Shortcut name={text.shortcuts.activity}>
          <Kbd>A</Kbd>
        </Shortcut>
        {pages.map(({ to, label, letter }) => (
          <Shortcut key={to} name={text.shortcuts.goTo(label)}>
            <Kbd>G</Kbd> {text.shortcuts.then} <Kbd>{letter.toUpperCase()}</Kbd>
          </Shortcut>
        ))}
        <Shortcut name={text.shortcuts.help}>
          <Kbd>?</Kbd>
        </Shortcut>
      </Stack>
    </Modal>
  );
}

function Shortcut({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Group justify="space-between">
      <Text size="sm">{name}</Text>
      <span>{children}</span>
    </Group>
  );
}

/** `g` and then the letter of a page. */
function useGoTo(): void {
  const navigate = useNavigate();
  const pages = usePages();
  const begun = useRef(-Infinity);
  useHotkeys([
    ['g', () => void (begun.current = performance.now())],
    ...pages.map(({ letter, to }): [string, () => void] => [
      letter,
      () => {
        if (performance.now() - begun.current > SEQUENCE_MS) return;
        begun.current = -Infinity;
        void navigate({ to });
      },
    ]),
  ]);
}
