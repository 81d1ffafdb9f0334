import { Fieldset, Select, Text } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useState } from 'react';
import type { WebhookEvent, WebhookTemplate } from '../../api/queries/webhooks';
import { CodeBlock } from '../../components/code-block';
import { text } from '../../text';
import { exampleJson, previewOf, type MessagePreview } from './message-preview';
import classes from './webhooks.module.css';

/** What the receiver gets, by an example of one of the chosen events. */
export function PreviewPane({ template, events }: { template: WebhookTemplate; events: WebhookEvent[] }) {
  const [wanted, setWanted] = useState<WebhookEvent | null>(null);
  const event = events.find((one) => one === wanted) ?? events[0];
  const words = text.webhooksPage;
  if (event === undefined) return null;
  const preview = previewOf(event, template);
  return (
    <Fieldset legend={words.form.preview}>
      {events.length > 1 && (
        <Select
          size="xs"
          mb="sm"
          label={words.form.previewOf}
          data={events.map((one) => ({ value: one, label: words.events[one]?.[0] ?? one }))}
          allowDeselect={false}
          value={event}
          onChange={setWanted}
        />
      )}
      {preview ? (
        <Message preview={preview} />
      ) : (
        <CodeBlock value={exampleJson(event)} label={words.form.preview} />
      )}
    </Fieldset>
  );
}

function Message({ preview }: { preview: MessagePreview }) {
  return (
    <div className={classes.message}>
      <Text size="sm" fw={600}>
        {preview.mark} {preview.title}
      </Text>
      {preview.text && <Text size="sm">{preview.text}</Text>}
      {preview.facts.map(([name, value]) => (
        <Text key={name} size="xs">
          <b>{name}:</b> {value}
        </Text>
      ))}
      {preview.hasImage && (
        <div className={classes.image}>
          <IconPhoto size={24} stroke={1.2} aria-hidden />
        </div>
      )}
      {preview.foot !== null && (
        <Text size="xs" c="dimmed">
          {preview.foot}
        </Text>
      )}
    </div>
  );
}
