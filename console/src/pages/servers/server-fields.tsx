import { Accordion, JsonInput, NumberInput, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAppTypes } from '../../api/queries/app-types';
import type { Server } from '../../api/queries/servers';
import type { Draft } from '../../lib/use-draft';
import { text } from '../../text';
import { HeaderFields } from './header-fields';
import { LoginFields } from './login-fields';
import { PowerFields } from './power-fields';
import type { ServerDraft } from './server-draft';

interface Props {
  draft: Draft<ServerDraft>;
  /** By path of the API. */
  problems: Record<string, string>;
  /** The stored one; null for a new one. */
  server: Server | null;
}

/** Which part of the form holds which fields: one with a problem is unfolded. */
const SECTIONS = {
  login: ['credentials', 'credentials.username', 'credentials.password'],
  headers: ['extra_headers', 'tls', 'tls.ca_pem'],
  options: ['options'],
  power: [
    ...['tags', 'gpu', 'idle_unload_minutes', 'hours', 'hours.windows', 'hours.time_zone'],
    ...['busy_hook', 'busy_hook.url', 'busy_hook.headers', 'idle_hook', 'idle_hook.url', 'idle_hook.headers'],
  ],
};

export function ServerFields({ draft, problems, server }: Props) {
  const isNew = server === null;
  const { value, set } = draft;
  const [unfolded, setUnfolded] = useState<string[]>(value.login === 'none' ? [] : ['login']);
  const wrong = Object.entries(SECTIONS)
    .filter(([, fields]) => fields.some((field) => field in problems))
    .map(([section]) => section);
  const words = text.serversPage.form;
  return (
    <Stack gap="sm">
      <BasicFields draft={draft} problems={problems} server={server} />
      <Accordion
        multiple
        variant="separated"
        value={[...new Set([...unfolded, ...wrong])]}
        onChange={setUnfolded}
      >
        <Accordion.Item value="login">
          <Accordion.Control>{words.login}</Accordion.Control>
          <Accordion.Panel>
            <LoginFields draft={draft} problems={problems} isNew={isNew} />
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="headers">
          <Accordion.Control>{words.headers}</Accordion.Control>
          <Accordion.Panel>
            <HeaderFields draft={draft} problems={problems} />
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="power">
          <Accordion.Control>{words.power.title}</Accordion.Control>
          <Accordion.Panel>
            <PowerFields draft={draft} problems={problems} server={server} />
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="options">
          <Accordion.Control>{words.options}</Accordion.Control>
          <Accordion.Panel>
            <Stack gap="sm">
              <Switch
                label={words.fetchLost}
                description={words.fetchLostHint}
                checked={value.fetchLost}
                onChange={(event) => set('fetchLost', event.currentTarget.checked)}
              />
              <JsonInput
                label={words.otherOptions}
                description={words.otherOptionsHint}
                autosize
                minRows={2}
                value={value.otherOptions}
                error={problems['options']}
                onChange={(written) => set('otherOptions', written)}
              />
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}

function BasicFields({ draft: { value, set }, problems, server }: Props) {
  const { data: appTypes = [] } = useAppTypes();
  const words = text.serversPage.form;
  const isComfyui = value.appType === 'comfyui';
  return (
    <>
      <TextInput
        label={words.alias}
        description={words.aliasHint}
        required
        maxLength={64}
        data-autofocus={server === null || undefined}
        value={value.alias}
        error={problems['alias']}
        onChange={(event) => set('alias', event.currentTarget.value)}
      />
      <TextInput
        label={words.url}
        description={isComfyui ? words.urlHintComfyui : words.urlHint}
        required
        inputMode="url"
        placeholder={isComfyui ? 'http://192.168.1.20:8188' : 'http://192.168.1.20:7860'}
        value={value.url}
        error={problems['base_url']}
        onChange={(event) => set('url', event.currentTarget.value)}
      />
      <Select
        label={words.appType}
        data={appTypes.map(({ app_type, label }) => ({ value: app_type, label }))}
        allowDeselect={false}
        value={value.appType}
        error={problems['app_type']}
        onChange={(chosen) => chosen !== null && set('appType', chosen)}
      />
      <NumberInput
        label={words.atOnce}
        description={words.atOnceHint}
        min={1}
        max={16}
        allowDecimal={false}
        value={value.atOnce}
        error={problems['max_concurrent_jobs']}
        onChange={(number) => set('atOnce', typeof number === 'number' ? number : '')}
      />
      <Textarea
        label={words.notes}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2000}
        value={value.notes}
        error={problems['notes']}
        onChange={(event) => set('notes', event.currentTarget.value)}
      />
    </>
  );
}
