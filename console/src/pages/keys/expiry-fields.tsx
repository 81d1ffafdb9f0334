import { Group, Select, TextInput } from '@mantine/core';
import { text } from '../../text';
import { EXPIRIES, localDay, type Expiry } from './key-draft';
import type { FieldsProps } from './key-fields';

export function ExpiryFields({ draft: { value, set }, problems }: FieldsProps) {
  const words = text.keysPage.form;
  const nameOf = (expiry: Expiry): string =>
    expiry === 'never' ? words.never : expiry === 'date' ? words.onDate : words.inDays(Number(expiry));
  return (
    <Group gap="sm" align="flex-end" grow>
      <Select
        label={words.expiry}
        data={EXPIRIES.map((expiry) => ({ value: expiry, label: nameOf(expiry) }))}
        allowDeselect={false}
        value={value.expiry}
        error={value.expiry === 'date' ? undefined : problems['expires_at']}
        onChange={(expiry) => expiry !== null && set('expiry', expiry)}
      />
      {value.expiry === 'date' && (
        <TextInput
          type="date"
          label={words.date}
          required
          min={localDay(new Date())}
          value={value.lastDay}
          error={problems['expires_at']}
          onChange={(event) => set('lastDay', event.currentTarget.value)}
        />
      )}
    </Group>
  );
}
