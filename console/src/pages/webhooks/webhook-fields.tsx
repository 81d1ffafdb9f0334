import {
  Accordion,
  Checkbox,
  Input,
  PasswordInput,
  Select,
  SimpleGrid,
  Stack,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../../api/queries/session';
import type { Draft } from '../../lib/use-draft';
import { text } from '../../text';
import { FilterFields } from './filter-fields';
import { OptionFields } from './option-fields';
import { PreviewPane } from './preview-pane';
import {
  ADMIN_EVENTS,
  EVENTS,
  FILTERS,
  OPTIONS_OF,
  TEMPLATES,
  withEvent,
  type WebhookDraft,
} from './webhook-draft';

export interface FieldsProps {
  draft: Draft<WebhookDraft>;
  /** By path of the API. */
  problems: Record<string, string>;
  isNew: boolean;
}

export function WebhookFields({ draft, problems, isNew }: FieldsProps) {
  const { value, set } = draft;
  const [unfolded, setUnfolded] = useState<string[]>([]);
  const words = text.webhooksPage;
  const isFilterWrong = ['filter', ...FILTERS.map((part) => `filter.${part}`)].some(
    (path) => path in problems,
  );
  return (
    <Stack gap="md">
      <TextInput
        label={words.form.name}
        required
        maxLength={100}
        data-autofocus
        value={value.name}
        error={problems['name']}
        onChange={(event) => set('name', event.currentTarget.value)}
      />
      <Select
        label={words.form.template}
        data={TEMPLATES.map((template) => ({ value: template, label: words.templates[template] }))}
        allowDeselect={false}
        value={value.template}
        error={problems['template']}
        onChange={(template) => template !== null && set('template', template)}
      />
      <TextInput
        label={words.form.url}
        description={isNew ? words.templateHints[value.template] : words.form.urlKept}
        required
        inputMode="url"
        placeholder="https://"
        value={value.url}
        error={problems['url']}
        onChange={(event) => set('url', event.currentTarget.value)}
      />
      {OPTIONS_OF[value.template].length > 0 && (
        <OptionFields draft={draft} problems={problems} isNew={isNew} />
      )}
      <EventFields draft={draft} problems={problems} />
      <PreviewPane template={value.template} events={value.events} />
      {isNew && value.template === 'standard' && (
        <PasswordInput
          label={words.form.secret}
          description={words.form.secretHint}
          autoComplete="off"
          value={value.secret}
          error={problems['secret']}
          onChange={(event) => set('secret', event.currentTarget.value)}
        />
      )}
      <Accordion
        multiple
        variant="separated"
        value={isFilterWrong ? ['filter'] : unfolded}
        onChange={setUnfolded}
      >
        <Accordion.Item value="filter">
          <Accordion.Control>{words.form.filter}</Accordion.Control>
          <Accordion.Panel>
            <FilterFields draft={draft} problems={problems} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}

function EventFields({ draft: { value, set }, problems }: Omit<FieldsProps, 'isNew'>) {
  const words = text.webhooksPage;
  const isAdmin = useMay('admin');
  const shown = EVENTS.filter((event) => isAdmin || !ADMIN_EVENTS.includes(event));
  const error = problems['events'] ?? (value.events.length ? undefined : words.form.noEvents);
  return (
    <Input.Wrapper label={words.form.events} labelElement="div" error={error}>
      <SimpleGrid
        cols={{ base: 1, xs: 2 }}
        spacing="xs"
        mt="xs"
        mb="xs"
        role="group"
        aria-label={words.form.events}
      >
        {shown.map((event) => {
          const [name, meaning] = words.events[event] ?? [event, ''];
          return (
            <Checkbox
              key={event}
              label={name}
              description={meaning}
              checked={value.events.includes(event)}
              onChange={(change) =>
                set('events', withEvent(value.events, event, change.currentTarget.checked))
              }
            />
          );
        })}
      </SimpleGrid>
    </Input.Wrapper>
  );
}
