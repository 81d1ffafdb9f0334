import { Autocomplete, SimpleGrid, Stack, Text } from '@mantine/core';
import { useAppTypes } from '../../api/queries/app-types';
import { useServers } from '../../api/queries/servers';
import { text } from '../../text';
import { FILTERS, type FilterPart } from './webhook-draft';
import type { FieldsProps } from './webhook-fields';

export function FilterFields({ draft: { value, set }, problems }: Omit<FieldsProps, 'isNew'>) {
  const { data: servers = [] } = useServers();
  const { data: appTypes = [] } = useAppTypes();
  const words = text.webhooksPage.form;
  const names: Record<FilterPart, string> = {
    app_type: words.appType,
    server_alias: words.server,
    source_info: words.source,
    bulk_job_id: words.bulk,
  };
  const known: Record<FilterPart, string[]> = {
    app_type: appTypes.map(({ app_type: kind }) => kind),
    server_alias: servers.map(({ alias }) => alias),
    source_info: [],
    bulk_job_id: [],
  };
  return (
    <Stack gap="sm">
      <Text size="xs" c="dimmed">
        {words.filterHint}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {FILTERS.map((part) => (
          <Autocomplete
            key={part}
            label={names[part]}
            data={known[part]}
            value={value.filter[part]}
            error={problems[`filter.${part}`]}
            onChange={(written) => set('filter', { ...value.filter, [part]: written })}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}
