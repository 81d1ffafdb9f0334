import { ActionIcon, TextInput } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useIsPhone } from '../../../lib/use-is-phone';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';
import classes from './head.module.css';

const PAUSE_MS = 250;

/** Full text over prompts, models, LoRAs and file names; found while it is typed. */
export function SearchField() {
  const { search, show, replace } = useGallery();
  const [typed, setTyped] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const isPhone = useIsPhone();
  useHotkeys([['/', () => field.current?.focus()]]);
  // One entry of the history for one search, however many letters it took.
  const go = (words: string): void => {
    const next = { ...search, q: words.trim() || undefined };
    if (next.q === search.q) return;
    if (search.q === undefined) show(next);
    else replace(next);
  };
  const goSoon = useDebouncedCallback(go, PAUSE_MS);
  const value = typed ?? search.q ?? '';
  return (
    <TextInput
      ref={field}
      className={classes.search}
      size={isPhone ? 'md' : 'sm'}
      type="search"
      value={value}
      placeholder={text.gallery.searchPlaceholder}
      aria-label={text.gallery.search}
      leftSection={<IconSearch size={16} />}
      rightSection={
        value !== '' && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={text.actions.clear}
            onClick={() => {
              setTyped(null);
              goSoon.cancel();
              go('');
            }}
          >
            <IconX size={16} />
          </ActionIcon>
        )
      }
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        goSoon(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') goSoon.flush();
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
      onBlur={() => {
        goSoon.flush();
        setTyped(null);
      }}
    />
  );
}
