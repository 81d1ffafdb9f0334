import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import type { PageEntry } from '../app/pages';
import { useShownShortcuts } from '../lib/page-shortcuts';
import { text } from '../text';
import { usePages } from './use-pages';

const OPEN = 'stablequeue:shortcuts';
export const openShortcuts = (): void => void window.dispatchEvent(new Event(OPEN));

const BEGIN = 'g';
/** How long after it the letter of a page may come. */
const SEQUENCE_MS = 1_200;

/** The keys that work on every page, and the help that lists them (`?`). */
export function Shortcuts({ onActivity }: { onActivity: () => void }) {
  const [opened, setOpened] = useState(false);
  const pages = usePages();
  const ofPage = useShownShortcuts();
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
        {ofPage.length > 0 && (
          <Text size="sm" fw={600} mt="sm">
            {text.shortcuts.onThisPage}
          </Text>
        )}
        {ofPage.map(({ name, keys }) => (
          <Shortcut key={name} name={name}>
            {keys.map((key) => (
              <Kbd key={key} ml={4}>
                {key}
              </Kbd>
            ))}
          </Shortcut>
        ))}
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
