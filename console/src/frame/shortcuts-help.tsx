import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useShownShortcuts } from '../lib/page-shortcuts';
import { text } from '../text';
import { usePages } from './use-pages';

/** What `?` shows. */
export default function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  const pages = usePages();
  const ofPage = useShownShortcuts();
  return (
    <Modal opened onClose={onClose} title={text.shortcuts.title}>
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
