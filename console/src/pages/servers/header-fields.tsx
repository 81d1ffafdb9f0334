import { ActionIcon, Button, Group, Input, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { Draft } from '../../lib/use-draft';
import { text } from '../../text';
import type { Header, ServerDraft } from './server-draft';

interface Props {
  draft: Draft<ServerDraft>;
  problems: Record<string, string>;
}

/** What goes with every request, and which certificates are trusted. */
export function HeaderFields({ draft: { value, set }, problems }: Props) {
  const words = text.serversPage.form;
  const change = (index: number, change: Partial<Header>): void =>
    set(
      'headers',
      value.headers.map((header, at) => (at === index ? { ...header, ...change } : header)),
    );
  return (
    <Stack gap="sm">
      <Input.Wrapper description={words.headersHint} error={problems['extra_headers']}>
        <Stack gap="xs" mt="xs">
          {value.headers.map((header, index) => (
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
                onClick={() =>
                  set(
                    'headers',
                    value.headers.filter((_, at) => at !== index),
                  )
                }
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
              onClick={() => set('headers', [...value.headers, { name: '', value: '' }])}
            >
              {words.addHeader}
            </Button>
          </div>
        </Stack>
      </Input.Wrapper>
      <Switch
        label={words.verify}
        description={words.verifyHint}
        checked={value.verify}
        onChange={(event) => set('verify', event.currentTarget.checked)}
      />
      <Textarea
        label={words.ca}
        description={words.caHint}
        placeholder="-----BEGIN CERTIFICATE-----"
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        value={value.caPem}
        error={problems['tls.ca_pem'] ?? problems['tls']}
        onChange={(event) => set('caPem', event.currentTarget.value)}
      />
    </Stack>
  );
}
