import { Input, SegmentedControl, Select, Stack, Switch } from '@mantine/core';
import { text } from '../../text';
import type { FieldsProps } from './key-fields';

const MODES = ['server', 'async', 'sync', 'auto'] as const;

/** How the A1111 door treats the key. */
export function DoorFields({ draft: { value, set }, problems }: FieldsProps) {
  const words = text.keysPage.form;
  return (
    <Stack gap="sm">
      <Select
        label={words.mode}
        data={MODES.map((mode) => ({ value: mode, label: words.modes[mode] }))}
        allowDeselect={false}
        value={value.mode}
        error={problems['settings']}
        onChange={(mode) => mode !== null && set('mode', mode)}
      />
      <Input.Wrapper label={words.onDisconnect} labelElement="div">
        <div>
          <SegmentedControl
            mt={4}
            aria-label={words.onDisconnect}
            data={[
              { value: 'keep', label: words.keep },
              { value: 'cancel', label: words.cancel },
            ]}
            value={value.onDisconnect}
            onChange={(choice) => set('onDisconnect', choice)}
          />
        </div>
      </Input.Wrapper>
      <Switch
        label={words.keepAlive}
        description={words.keepAliveHint}
        checked={value.keepAlive}
        onChange={(event) => set('keepAlive', event.currentTarget.checked)}
      />
    </Stack>
  );
}
