import { Input, Stack, Switch, Textarea } from '@mantine/core';
import type { Draft } from '../../lib/use-draft';
import { text } from '../../text';
import { HeaderRows } from './header-rows';
import type { ServerDraft } from './server-draft';

interface Props {
  draft: Draft<ServerDraft>;
  problems: Record<string, string>;
}

/** What goes with every request, and which certificates are trusted. */
export function HeaderFields({ draft: { value, set }, problems }: Props) {
  const words = text.serversPage.form;
  return (
    <Stack gap="sm">
      <Input.Wrapper description={words.headersHint} error={problems['extra_headers']}>
        <HeaderRows headers={value.headers} onChange={(headers) => set('headers', headers)} />
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
