import { Button, Group, NumberInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { text } from '../../../text';

export function SeedOptions({
  seed,
  onChoose,
}: {
  seed: number | undefined;
  onChoose: (seed: number) => void;
}) {
  const [value, setValue] = useState<number | string>(seed ?? '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typeof value === 'number' && Number.isSafeInteger(value)) onChoose(value);
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs" wrap="nowrap">
        <NumberInput
          value={value}
          onChange={setValue}
          allowDecimal={false}
          hideControls
          aria-label={text.gallery.filters['seed']}
          placeholder="1234567890"
          data-autofocus
        />
        <Button type="submit" variant="default">
          {text.gallery.find}
        </Button>
      </Group>
    </form>
  );
}
