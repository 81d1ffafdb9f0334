import { Button, Menu, TextInput } from '@mantine/core';
import { IconCheck, IconFilter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../../../api/client';
import { keys } from '../../../api/keys';
import { useServers } from '../../../api/queries/servers';
import { text } from '../../../text';
import { STATES, withoutPart, type QueueFilter, type State } from './queue-filter';

interface Props {
  filter: QueueFilter;
  onChange: (filter: QueueFilter) => void;
}

const said = text.queuePage.filter;
const HOUR_MS = 3_600_000;
const SPANS = [
  ['hour', HOUR_MS],
  ['day', 24 * HOUR_MS],
  ['week', 7 * 24 * HOUR_MS],
] as const;

/** Keys that may be filtered by; only who looks after the server is told of them. */
const useKeys = (enabled: boolean) =>
  useQuery({
    queryKey: [...keys.apiKeys, 'names'],
    queryFn: ({ signal }) => take(api.GET('/api/v1/api-keys', { signal })),
    enabled,
    retry: false,
    throwOnError: false,
  });

/** Adds a part to the filter. */
export function FilterMenu({ filter, onChange }: Props) {
  const [opened, setOpened] = useState(false);
  const { data: servers = [] } = useServers();
  const { data: known } = useKeys(opened);
  const set = (part: Partial<QueueFilter>): void => onChange({ ...filter, ...part });
  const appTypes = [...new Set(servers.map(({ app_type }) => app_type))].sort();
  const toggleState = (state: State): void =>
    onChange(
      filter.status?.includes(state)
        ? withoutPart(filter, 'status', state)
        : { ...filter, status: [...(filter.status ?? []), state] },
    );
  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      closeOnItemClick={false}
      position="bottom-start"
      width={260}
      shadow="md"
    >
      <Menu.Target>
        <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />}>
          {said.add}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="70dvh" style={{ overflowY: 'auto' }}>
        <Menu.Label>{said.state}</Menu.Label>
        {STATES.map((state) => (
          <Choice
            key={state}
            label={text.states[state]}
            on={filter.status?.includes(state) === true}
            onClick={() => toggleState(state)}
          />
        ))}
        <Menu.Label>{said.server}</Menu.Label>
        {[...servers.map(({ alias }) => alias), 'any'].map((alias) => (
          <Choice
            key={alias}
            label={alias === 'any' ? said.anyServer : alias}
            on={filter.server === alias}
            onClick={() => set({ server: filter.server === alias ? undefined : alias })}
          />
        ))}
        {appTypes.length > 1 && (
          <>
            <Menu.Label>{said.app_type}</Menu.Label>
            {appTypes.map((type) => (
              <Choice
                key={type}
                label={type}
                on={filter.app_type === type}
                onClick={() => set({ app_type: filter.app_type === type ? undefined : type })}
              />
            ))}
          </>
        )}
        <Menu.Label>{said.time}</Menu.Label>
        {SPANS.map(([name, ms]) => (
          <Choice
            key={name}
            label={said.times[name]}
            on={false}
            onClick={() =>
              set({ created_after: new Date(Date.now() - ms).toISOString(), created_before: undefined })
            }
          />
        ))}
        <Menu.Label>{said.bulk}</Menu.Label>
        <Choice
          label={said.alone}
          on={filter.bulk === 'none'}
          onClick={() => set({ bulk: filter.bulk === 'none' ? undefined : 'none' })}
        />
        <Menu.Label>{said.source}</Menu.Label>
        <SourceInput
          source={filter.source ?? ''}
          onChange={(source) => set({ source: source || undefined })}
        />
        {known && (
          <>
            <Menu.Label>{said.key}</Menu.Label>
            {[{ id: 'none', name: said.console }, ...known.api_keys].map(({ id, name }) => (
              <Choice
                key={id}
                label={name}
                on={filter.key === String(id)}
                onClick={() => set({ key: filter.key === String(id) ? undefined : String(id) })}
              />
            ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Choice({ label, on, onClick }: { label: string; on: boolean; onClick: () => void }) {
  return (
    <Menu.Item
      role="menuitemcheckbox"
      aria-checked={on}
      onClick={onClick}
      rightSection={on ? <IconCheck size={14} aria-hidden /> : undefined}
    >
      {label}
    </Menu.Item>
  );
}

function SourceInput({ source, onChange }: { source: string; onChange: (source: string) => void }) {
  const [typed, setTyped] = useState(source);
  return (
    <TextInput
      size="xs"
      mx="xs"
      mb="xs"
      aria-label={said.source}
      placeholder={said.sourceHint}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => onChange(typed.trim())}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') onChange(typed.trim());
      }}
    />
  );
}
