import { Accordion, Badge, Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconRefresh, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useInventory, useRefreshInventory } from '../../api/queries/one-inventory';
import { useMay } from '../../api/queries/session';
import { Loading } from '../../components/loading';
import { SideSheet } from '../../components/side-sheet';
import { TimeAgo } from '../../components/time-ago';
import { text } from '../../text';
import { listsOf, matching, type InventoryList, type Item } from './inventory-lists';
import classes from './servers.module.css';

/** Everything that a server has, searched at once. `alias` null: closed. */
export function InventorySheet({ alias, onClose }: { alias: string | null; onClose: () => void }) {
  const words = text.serversPage.inventory;
  return (
    <SideSheet opened={alias !== null} onClose={onClose} title={alias !== null && words.title(alias)}>
      {alias !== null && <InventoryView key={alias} alias={alias} />}
    </SideSheet>
  );
}

function InventoryView({ alias }: { alias: string }) {
  const inventory = useInventory(alias);
  const refresh = useRefreshInventory();
  const mayRefresh = useMay('manage_servers');
  const [query, setQuery] = useState('');
  const words = text.serversPage.inventory;
  return (
    <Stack gap="md">
      <Group gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          leftSection={<IconSearch size={16} />}
          placeholder={words.search}
          aria-label={words.search}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        {mayRefresh && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} />}
            loading={refresh.isPending}
            onClick={() => refresh.mutate(alias)}
          >
            {words.refresh}
          </Button>
        )}
      </Group>
      <Loading of={inventory} skeleton={<Skeleton h={360} />}>
        {(known) => (
          <>
            <Text size="xs" c="dimmed">
              {words.refreshed} <TimeAgo iso={known.refreshed_at} />
            </Text>
            <Lists lists={matching(listsOf(known), query)} query={query.trim()} />
          </>
        )}
      </Loading>
    </Stack>
  );
}

function Lists({ lists, query }: { lists: InventoryList[]; query: string }) {
  const [unfolded, setUnfolded] = useState<string[]>(['checkpoints']);
  const isSearch = query !== '';
  const shown = isSearch ? lists.filter(({ items }) => items.length) : lists;
  if (!shown.length)
    return (
      <Text size="sm" c="dimmed">
        {text.forms.nothingFound(query)}
      </Text>
    );
  return (
    <Accordion
      multiple
      variant="contained"
      value={isSearch ? shown.map(({ kind }) => kind) : unfolded}
      onChange={setUnfolded}
    >
      {shown.map(({ kind, items }) => (
        <Accordion.Item key={kind} value={kind}>
          <Accordion.Control>
            <Group justify="space-between" wrap="nowrap" pr="sm">
              <Text size="sm">{text.serversPage.inventory.kinds[kind]}</Text>
              <Text size="xs" c="dimmed">
                {items.length}
              </Text>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            <Items items={items} />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function Items({ items }: { items: Item[] }) {
  const words = text.serversPage.inventory;
  if (!items.length)
    return (
      <Text size="sm" c="dimmed">
        {words.empty}
      </Text>
    );
  return (
    <ul className={classes.items}>
      {items.map(({ name, note, isLoaded }) => (
        <li key={name}>
          <span>{name}</span>
          {isLoaded && (
            <Badge size="xs" variant="outline" color="gray">
              {words.loaded}
            </Badge>
          )}
          {note !== null && <small>{note}</small>}
        </li>
      ))}
    </ul>
  );
}
