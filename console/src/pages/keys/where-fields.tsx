import { MultiSelect, Stack } from '@mantine/core';
import { useAppTypes } from '../../api/queries/app-types';
import { useServers } from '../../api/queries/servers';
import { text } from '../../text';
import type { FieldsProps } from './key-fields';

/** Servers that are gone stay in the list: jobs and keys wait for a server of that name. */
export function WhereFields({ draft: { value, set }, problems }: FieldsProps) {
  const { data: servers = [] } = useServers();
  const { data: appTypes = [] } = useAppTypes();
  const words = text.keysPage.form;
  const aliases = [...new Set([...servers.map(({ alias }) => alias), ...value.servers])];
  const kinds = new Map(appTypes.map(({ app_type, label }) => [app_type, label]));
  return (
    <Stack gap="sm">
      <MultiSelect
        label={words.servers}
        placeholder={value.servers.length ? undefined : words.everyServer}
        data={aliases}
        clearable
        clearButtonProps={{ 'aria-label': text.actions.clear }}
        value={value.servers}
        error={problems['servers']}
        onChange={(chosen) => set('servers', chosen)}
      />
      <MultiSelect
        label={words.appTypes}
        placeholder={value.appTypes.length ? undefined : words.everyKind}
        data={[...new Set([...kinds.keys(), ...value.appTypes])].map((kind) => ({
          value: kind,
          label: kinds.get(kind) ?? kind,
        }))}
        clearable
        clearButtonProps={{ 'aria-label': text.actions.clear }}
        value={value.appTypes}
        error={problems['app_types']}
        onChange={(chosen) => set('appTypes', chosen)}
      />
    </Stack>
  );
}
