import {
  ActionIcon,
  Button,
  Group,
  Popover,
  ScrollArea,
  Stack,
  Text,
  TextInput,
  Tooltip,
  UnstyledButton,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactElement } from 'react';
import type { Preset, PresetKind } from '../../../api/queries/presets';
import { text } from '../../../text';
import type { Params } from '../draft/draft';
import { usePresetsOf } from './use-presets-of';
import classes from './saved-menu.module.css';

interface Props {
  kind: PresetKind;
  title: string;
  /** What one is for, while there are none. */
  hint: string;
  namePlaceholder: string;
  onApply: (preset: Preset) => void;
  /** What would be saved now. */
  bodyNow: () => Params;
  target: (props: { onClick: () => void }) => ReactElement;
}

/** Saved styles or presets: a tap applies one, a name saves what is in the form. */
export function SavedMenu({ kind, title, hint, namePlaceholder, onApply, bodyNow, target }: Props) {
  const [opened, menu] = useDisclosure(false);
  return (
    <Popover
      opened={opened}
      onChange={menu.close}
      onDismiss={menu.close}
      width={300}
      position="bottom-end"
      shadow="md"
      trapFocus
      withRoles
    >
      <Popover.Target>{target({ onClick: menu.toggle })}</Popover.Target>
      <Popover.Dropdown aria-label={title}>
        <Saved
          {...{ kind, hint, namePlaceholder, bodyNow }}
          onApply={(preset) => {
            menu.close();
            onApply(preset);
          }}
          onSaved={menu.close}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

interface SavedProps extends Pick<Props, 'kind' | 'hint' | 'namePlaceholder' | 'onApply' | 'bodyNow'> {
  onSaved: () => void;
}

function Saved({ kind, hint, namePlaceholder, onApply, bodyNow, onSaved }: SavedProps) {
  const { presets, saveAs, remove } = usePresetsOf(kind);
  const [name, setName] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '') return;
    saveAs(name.trim(), bodyNow());
    onSaved();
  };
  return (
    <Stack gap="xs">
      {!presets.length && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
      <ScrollArea.Autosize mah={320}>
        <ul className={classes.list}>
          {presets.map((preset) => (
            <li key={preset.id} className={classes.row}>
              <UnstyledButton className={classes.apply} onClick={() => onApply(preset)}>
                {preset.name}
              </UnstyledButton>
              <Tooltip label={text.actions.delete}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  className="tap"
                  aria-label={text.generate.deletePreset(preset.name)}
                  onClick={() => remove(preset)}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              </Tooltip>
            </li>
          ))}
        </ul>
      </ScrollArea.Autosize>
      <form onSubmit={submit}>
        <Group gap="xs" wrap="nowrap">
          <TextInput
            flex={1}
            aria-label={namePlaceholder}
            placeholder={namePlaceholder}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default">
            {text.actions.save}
          </Button>
        </Group>
      </form>
    </Stack>
  );
}
