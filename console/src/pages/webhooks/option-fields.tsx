import { Fieldset, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { text } from '../../text';
import { OPTIONS_OF, type Option } from './webhook-draft';
import type { FieldsProps } from './webhook-fields';

/** What the chosen service needs beside the address. */
export function OptionFields({ draft: { value, set }, problems, isNew }: FieldsProps) {
  const words = text.webhooksPage.form;
  const names: Record<Option, string> = {
    username: words.username,
    avatar_url: words.avatar,
    chat_id: words.chatId,
    topic: words.topic,
    priority: words.priority,
    token: words.token,
  };
  return (
    <Fieldset legend={words.options}>
      <Stack gap="sm">
        {!isNew && (
          <Text size="xs" c="dimmed">
            {words.optionsKept}
          </Text>
        )}
        {OPTIONS_OF[value.template].map((option) => {
          const Field = option === 'token' ? PasswordInput : TextInput;
          return (
            <Field
              key={option}
              label={names[option]}
              required={isNew && option === 'chat_id'}
              autoComplete="off"
              inputMode={option === 'priority' ? 'numeric' : undefined}
              value={value.options[option]}
              error={problems[`options.${option}`]}
              onChange={(event) => set('options', { ...value.options, [option]: event.currentTarget.value })}
            />
          );
        })}
      </Stack>
    </Fieldset>
  );
}
