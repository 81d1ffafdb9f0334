import { Group, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { text } from '../../text';
import { MODEL_KINDS, type ModelFilter, type ModelKind } from './merge-models';
import classes from './models.module.css';

interface Props {
  filter: ModelFilter;
  onChange: (change: Partial<ModelFilter>) => void;
  /** How many of each kind the rest of the filter leaves. */
  counts: Record<ModelKind, number>;
  servers: string[];
}

export function ModelFilters({ filter, onChange, counts, servers }: Props) {
  const words = text.modelsPage;
  return (
    <Group className={classes.filters} gap="sm">
      <SegmentedControl
        className={classes.kinds}
        aria-label={words.type}
        value={filter.kind}
        onChange={(kind) => onChange({ kind })}
        data={MODEL_KINDS.map((kind) => ({ value: kind, label: `${words.kinds[kind]} ${counts[kind]}` }))}
      />
      <TextInput
        className={classes.search}
        type="search"
        leftSection={<IconSearch size={16} />}
        placeholder={words.search}
        aria-label={words.search}
        value={filter.query}
        onChange={(event) => onChange({ query: event.currentTarget.value })}
      />
      {servers.length > 1 && (
        <Select
          className={classes.server}
          aria-label={words.server}
          placeholder={words.everyServer}
          clearable
          clearButtonProps={{ 'aria-label': text.actions.clear }}
          data={servers}
          value={filter.server}
          onChange={(server) => onChange({ server })}
        />
      )}
    </Group>
  );
}
