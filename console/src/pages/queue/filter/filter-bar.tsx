import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { sayExact } from '../../../lib/times';
import { text } from '../../../text';
import { nameOf } from '../rows/bulk-bar';
import { FilterMenu } from './filter-menu';
import { withoutPart, type QueueFilter, type State } from './queue-filter';
import classes from './filter-bar.module.css';

interface Props {
  filter: QueueFilter;
  onChange: (filter: QueueFilter) => void;
}

const said = text.queuePage.filter;
const TYPING_MS = 250;
export const SEARCH_ID = 'queue-search';

/** What the lists are narrowed to, each part as a chip that can be taken off. */
export function FilterBar({ filter, onChange }: Props) {
  return (
    <div className={classes.bar} role="search" aria-label={said.label}>
      <Search text={filter.text ?? ''} onChange={(wanted) => onChange({ ...filter, text: wanted })} />
      <FilterMenu filter={filter} onChange={onChange} />
      {filter.status?.map((state) => (
        <Chip
          key={state}
          what={text.states[state]}
          onRemove={() => onChange(withoutPart(filter, 'status', state))}
        />
      ))}
      {partsOf(filter).map(({ name, what }) => (
        <Chip key={name} what={what} onRemove={() => onChange(withoutPart(filter, name))} />
      ))}
    </div>
  );
}

function Search({ text: given, onChange }: { text: string; onChange: (text: string | undefined) => void }) {
  const [typed, setTyped] = useState(given);
  const input = useRef<HTMLInputElement>(null);
  const tell = useDebouncedCallback((wanted: string) => onChange(wanted.trim() || undefined), TYPING_MS);
  // The address has changed by itself (back, a chip); what is being typed stays.
  useEffect(() => {
    if (document.activeElement !== input.current && input.current && input.current.value !== given)
      queueMicrotask(() => setTyped(given));
  }, [given]);
  const type = (value: string): void => {
    setTyped(value);
    tell(value);
  };
  return (
    <TextInput
      ref={input}
      id={SEARCH_ID}
      className={classes.search}
      aria-label={said.text}
      placeholder={said.text}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed ? <CloseButton size="sm" aria-label={text.actions.clear} onClick={() => type('')} /> : undefined
      }
    />
  );
}

function Chip({ what, onRemove }: { what: string; onRemove: () => void }) {
  return (
    <span className={classes.chip}>
      {what}
      <button type="button" aria-label={said.remove(what)} onClick={onRemove}>
        <IconX size={14} aria-hidden />
      </button>
    </span>
  );
}

function partsOf(filter: QueueFilter): { name: Exclude<keyof QueueFilter, 'status'>; what: string }[] {
  const { app_type, server, key, source, bulk, created_after, created_before } = filter;
  const named = (label: string, value: string): string => `${label}: ${value}`;
  const parts: { name: Exclude<keyof QueueFilter, 'status'>; what: string | undefined }[] = [
    { name: 'app_type', what: app_type && named(said.app_type, app_type) },
    { name: 'server', what: server && (server === 'any' ? said.anyServer : named(said.server, server)) },
    { name: 'key', what: key && (key === 'none' ? said.console : said.keyName(key)) },
    { name: 'source', what: source && named(said.source, source) },
    { name: 'bulk', what: bulk && (bulk === 'none' ? said.alone : nameOf({ bulk_job_id: bulk })) },
    { name: 'created_after', what: created_after && said.since(sayExact(created_after)) },
    { name: 'created_before', what: created_before && said.before(sayExact(created_before)) },
  ];
  return parts.filter((part): part is { name: typeof part.name; what: string } => !!part.what);
}

export type { State };
