import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNow } from '../../../lib/use-now';
import { text } from '../../../text';
import { localDay, startOfDay } from '../layout/local-days';
import type { GallerySearch } from '../search/gallery-search';

type Dates = Pick<GallerySearch, 'from' | 'to'>;

/** Days back from today that people ask for. */
const SPANS = [1, 7, 30, 365] as const;

export function DateOptions({ search, onChoose }: { search: Dates; onChoose: (dates: Dates) => void }) {
  const [from, setFrom] = useState(search.from ?? '');
  const [to, setTo] = useState(search.to ?? '');
  const now = useNow();
  const since = (days: number): void => {
    const today = localDay(now);
    onChoose({ from: localDay(startOfDay(today, 1 - days)), to: undefined });
  };
  return (
    <Stack gap="xs">
      <Group gap={6}>
        {SPANS.map((days) => (
          <Button key={days} variant="default" size="compact-sm" onClick={() => since(days)}>
            {text.gallery.lastDays(days)}
          </Button>
        ))}
      </Group>
      <Group gap="xs" grow wrap="nowrap">
        <TextInput
          type="date"
          label={text.gallery.from}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={text.gallery.to}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </Group>
      <Button variant="default" onClick={() => onChoose({ from: from || undefined, to: to || undefined })}>
        {text.gallery.find}
      </Button>
    </Stack>
  );
}

/** Null while no date is set. */
export function sayDates({ from, to }: Dates): string | null {
  const say = (day: string): string =>
    new Date(startOfDay(day)).toLocaleDateString(undefined, { dateStyle: 'medium' });
  if (from !== undefined && to !== undefined) return from === to ? say(from) : `${say(from)} – ${say(to)}`;
  if (from !== undefined) return text.gallery.since(say(from));
  return to === undefined ? null : text.gallery.until(say(to));
}
