import { ActionIcon, Button, Chip, Group, Input, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { text } from '../../text';
import { DAYS, newWindow, type PowerDraft, type WindowDraft } from './power-draft';

interface Props {
  value: PowerDraft;
  onChange: (change: Partial<PowerDraft>) => void;
  problems: Record<string, string>;
}

/** Windows of the week in which the server takes jobs; without one it always does. */
export function HoursFields({ value: { windows, timeZone }, onChange, problems }: Props) {
  const words = text.serversPage.form.power;
  const change = (index: number, changed: Partial<WindowDraft>): void =>
    onChange({ windows: windows.map((window, at) => (at === index ? { ...window, ...changed } : window)) });
  return (
    <Input.Wrapper
      label={words.hours}
      description={windows.length ? words.hoursHint : words.always}
      error={problems['hours'] ?? problems['hours.windows']}
    >
      <Stack gap="xs" mt="xs">
        {windows.map((window, index) => (
          <OneWindow
            key={index}
            window={window}
            onChange={(changed) => change(index, changed)}
            onRemove={() => onChange({ windows: windows.filter((_, at) => at !== index) })}
          />
        ))}
        {windows.length > 0 && (
          <TextInput
            label={words.timeZone}
            description={words.timeZoneHint}
            placeholder="Europe/Berlin"
            maxLength={64}
            value={timeZone}
            error={problems['hours.time_zone']}
            onChange={(event) => onChange({ timeZone: event.currentTarget.value })}
          />
        )}
        <div>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange({ windows: [...windows, newWindow()] })}
          >
            {words.addWindow}
          </Button>
        </div>
      </Stack>
    </Input.Wrapper>
  );
}

interface WindowProps {
  window: WindowDraft;
  onChange: (change: Partial<WindowDraft>) => void;
  onRemove: () => void;
}

function OneWindow({ window, onChange, onRemove }: WindowProps) {
  const words = text.serversPage.form.power;
  return (
    <Stack gap={6}>
      <Chip.Group multiple value={window.days} onChange={(days) => onChange({ days: days })}>
        <Group gap={4}>
          {DAYS.map((day) => (
            <Chip key={day} value={day} size="xs" color="gray">
              {words.days[day]}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          type="time"
          flex={1}
          aria-label={words.from}
          value={window.from}
          onChange={(event) => onChange({ from: event.currentTarget.value })}
        />
        <Text size="sm">{words.until}</Text>
        <TextInput
          type="time"
          flex={1}
          aria-label={words.to}
          value={window.to}
          onChange={(event) => onChange({ to: event.currentTarget.value })}
        />
        <ActionIcon variant="subtle" color="gray" aria-label={words.removeWindow} onClick={onRemove}>
          <IconX size={16} />
        </ActionIcon>
      </Group>
    </Stack>
  );
}
