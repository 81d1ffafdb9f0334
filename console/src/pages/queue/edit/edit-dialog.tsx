import { Button, Checkbox, Modal, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useServers } from '../../../api/queries/servers';
import { useIsPhone } from '../../../lib/use-is-phone';
import { text } from '../../../text';
import {
  EDITABLE,
  editChange,
  isNamed,
  type Editable,
  type EditChange,
  type EditForm,
  type EditProblem,
} from './edit-change';

interface Props {
  count: number;
  onClose: () => void;
  onSubmit: (change: EditChange) => void;
}

const said = text.queuePage.edit;
const BLANK: EditForm = { which: 'steps', name: '', value: '', remove: false };

/** One parameter, in one job or in ten thousand. */
export function EditDialog({ count, onClose, onSubmit }: Props) {
  const [form, setForm] = useState(BLANK);
  const [problem, setProblem] = useState<EditProblem | null>(null);
  const phone = useIsPhone();
  const isRemovable = form.which !== 'value';
  const set = (part: Partial<EditForm>): void => {
    setForm({ ...form, ...part });
    setProblem(null);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const change = editChange(form);
    if (typeof change === 'string') setProblem(change);
    else onSubmit(change);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={said.title(count)}
      fullScreen={phone}
      closeButtonProps={{ 'aria-label': text.actions.close, size: 44 }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <NativeSelect
            label={said.which}
            value={form.which}
            onChange={(event) => set({ which: event.currentTarget.value as Editable, value: '' })}
            data={(Object.keys(EDITABLE) as Editable[]).map((value) => ({ value, label: said.names[value] }))}
          />
          {isNamed(form.which) && (
            <TextInput
              label={said.name}
              value={form.name}
              error={problem === 'needsName' && said.needsName}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
          )}
          {(!form.remove || !isRemovable) && (
            <Value
              form={form}
              error={problem !== null && problem !== 'needsName' && said[problem]}
              onChange={(value) => set({ value })}
            />
          )}
          {isRemovable && (
            <Checkbox
              label={said.remove}
              checked={form.remove}
              onChange={(event) => set({ remove: event.currentTarget.checked })}
            />
          )}
          <Text size="xs" c="dimmed">
            {said.hint}
          </Text>
          <Button type="submit">{said.submit}</Button>
        </Stack>
      </form>
    </Modal>
  );
}

interface ValueProps {
  form: EditForm;
  error: string | false;
  onChange: (value: string) => void;
}

function Value({ form, error, onChange }: ValueProps) {
  const { data: servers = [] } = useServers();
  const kind = EDITABLE[form.which];
  const common = { label: said.value, value: form.value, error };
  if (kind === 'server')
    return (
      <NativeSelect
        {...common}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={[
          { value: '', label: text.server.any },
          ...servers.map(({ alias }) => ({ value: alias, label: alias })),
        ]}
      />
    );
  if (kind === 'lines' || kind === 'json')
    return (
      <Textarea {...common} autosize minRows={3} onChange={(event) => onChange(event.currentTarget.value)} />
    );
  return (
    <TextInput
      {...common}
      type={kind === 'time' ? 'datetime-local' : 'text'}
      inputMode={kind === 'number' ? 'decimal' : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
