import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { text } from '../../text';
import type { Header } from './server-draft';

interface Props {
  headers: readonly Header[];
  onChange: (headers: Header[]) => void;
}

export function HeaderRows({ headers, onChange }: Props) {
  const words = text.serversPage.form;
  const change = (index: number, changed: Partial<Header>): void =>
    onChange(headers.map((header, at) => (at === index ? { ...header, ...changed } : header)));
  return (
    <Stack gap="xs">
      {headers.map((header, index) => (
        <Group key={index} gap="xs" wrap="nowrap">
          <TextInput
            flex={1}
            aria-label={words.headerName}
            placeholder={words.headerName}
            value={header.name}
            onChange={(event) => change(index, { name: event.currentTarget.value })}
          />
          <TextInput
            flex={1}
            aria-label={words.headerValue}
            placeholder={words.headerValue}
            value={header.value}
            onChange={(event) => change(index, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={words.removeHeader(header.name)}
            onClick={() => onChange(headers.filter((_, at) => at !== index))}
          >
            <IconX size={16} />
          </ActionIcon>
        </Group>
      ))}
      <div>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...headers, { name: '', value: '' }])}
        >
          {words.addHeader}
        </Button>
      </div>
    </Stack>
  );
}
